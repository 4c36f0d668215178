<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;

/** How it goes: orders by state, what is to be done, the worker, the ways in, and a test of the connection. */
final class OverviewTab extends Tab
{
    /** A worker writes every few seconds. After so many seconds of silence something is wrong. */
    const SILENCE = 60;
    const CHECKS = 'frontpadqueue.checks';
    const QUEUES = ['crm', 'lookups', 'polls', 'events', 'articles', 'shop', 'mail'];

    public function actions(): array
    {
        return ['check' => 'msorder_list', 'resume' => 'msorder_save'];
    }

    public function html(array $query): string
    {
        $answer = $this->programs->run('frontpad-queue', ['status', '--json']);
        $status = $answer->json();
        $html = '<h1>' . Html::escape($this->say('tab_overview')) . '</h1>';
        if (!$answer->isDone() || !isset($status['orders'])) {
            $html .= $this->problem($answer);
        } else {
            $html .= $this->counts($status['orders']) . $this->tasks($status) . $this->workers($status);
        }
        return $html . $this->ways() . $this->checks();
    }

    public function act(string $action, array $fields): array
    {
        if ($action === 'check') {
            return $this->check();
        }
        $queue = self::text($fields, 'queue');
        if (!in_array($queue, self::QUEUES, true)) {
            return [false, $this->say('forbidden')];
        }
        $answer = $this->programs->run('frontpad-queue', ['resume', $queue]);
        return $answer->isDone() ? [true, $this->say('resumed', ['queue' => $queue])] : [false, $answer->problem()];
    }

    /** Asks Frontpad for its stop list, which changes nothing there, and checks the server and the settings. */
    private function check(): array
    {
        $lines = [];
        $doctor = $this->programs->run('frontpad-queue', ['doctor', '--json'], '', 20000.0);
        foreach ($doctor->json() as $finding) {
            if (isset($finding['verdict'], $finding['check'], $finding['text'])) {
                $lines[] = [(string)$finding['verdict'], $finding['check'] . ': ' . $finding['text']];
            }
        }
        if (!$lines) {
            $lines[] = ['problem', $doctor->problem()];
        }
        $settings = $this->programs->run('frontpad-queue', ['settings', 'check', '--json'])->json();
        foreach (isset($settings['problems']) ? (array)$settings['problems'] : [] as $problem) {
            $lines[] = ['problem', (string)$problem];
        }
        $frontpad = $this->programs->run('frontpad-crm', ['stops', '--fresh', '--json', '--wait', '3'], '', 15000.0);
        $lines[] = $frontpad->isDone() ? ['ok', $this->say('check_answers')] : ['problem', 'Frontpad: ' . $frontpad->problem()];
        $_SESSION[self::CHECKS] = $lines;
        $isGood = !array_diff(array_column($lines, 0), ['ok', 'note']);
        return [$isGood, $this->say($isGood ? 'check_good' : 'check_bad')];
    }

    private function counts(array $orders): string
    {
        $html = '<ul class="counts">';
        foreach (['new', 'sending', 'in_doubt', 'failed', 'sent'] as $state) {
            $count = isset($orders[$state]) ? (int)$orders[$state] : 0;
            $html .= '<li class="frontpadqueue-state frontpadqueue-state-' . ($count || $state === 'sent' ? $state : 'none') . '"><a href="'
                . $this->page->address('orders', ['state' => $state]) . "\"><strong>$count</strong> "
                . Html::escape($this->say("state_$state")) . '</a></li>';
        }
        return "$html</ul>";
    }

    private function tasks(array $status): string
    {
        $isRussian = $this->modx->getOption('manager_language', null, 'en') === 'ru';
        // Programs before this key say it in English only.
        $key = $isRussian && isset($status['to_be_done_ru']) ? 'to_be_done_ru' : 'to_be_done';
        $tasks = isset($status[$key]) ? (array)$status[$key] : [];
        return Markup::heading($this->say('tasks'))
            . ($tasks ? Markup::items($tasks) : Markup::paragraph($this->say('tasks_none')));
    }

    private function workers(array $status): string
    {
        $seen = 0;
        foreach (isset($status['workers']) ? (array)$status['workers'] : [] as $worker) {
            if (isset($worker['heartbeat_at']) && empty($worker['is_dead'])) {
                $seen = max($seen, (int)$worker['heartbeat_at']);
            }
        }
        $isSilent = $seen < (time() - self::SILENCE) * 1000;
        $text = $seen === 0 ? $this->say('worker_none') : $this->say($isSilent ? 'worker_silent' : 'worker_works',
            ['time' => $this->time($seen)]);
        $html = Markup::heading($this->say('worker')) . Markup::paragraph($text, $isSilent ? 'said bad' : '');
        foreach (isset($status['queues']) ? (array)$status['queues'] : [] as $queue) {
            if (!empty($queue['paused_at'])) {
                $html .= Markup::paragraph($this->say('paused', ['queue' => $queue['name'], 'by' => $queue['paused_by'],
                    'reason' => $queue['pause_reason']]), 'said bad');
                if ($this->page->may('msorder_save')) {
                    $html .= $this->form('overview', 'resume', '<input type="hidden" name="queue" value="' . Html::escape($queue['name'])
                        . '">' . Markup::button($this->say('button_resume')));
                }
            }
        }
        $spool = isset($status['spool']) ? $status['spool'] : [];
        foreach (['waiting', 'refused'] as $kind) {
            if (!empty($spool[$kind])) {
                $html .= Markup::paragraph($this->say("spool_$kind", ['count' => (int)$spool[$kind]]));
            }
        }
        return $html;
    }

    private function ways(): string
    {
        $rows = [];
        $isFirst = true;
        foreach ($this->page->bridge()->doors()->report() as $name => $obstacle) {
            $state = $obstacle === null ? ($isFirst ? $this->say('way_used') : $this->say('way_ready')) : $obstacle;
            $isFirst = $isFirst && $obstacle !== null;
            $rows[] = [Html::escape($this->say("way_$name")), Html::escape($state)];
        }
        return Markup::heading($this->say('ways')) . Markup::table($this->say('ways_caption'),
            [$this->say('way'), $this->say('state')], $rows);
    }

    private function checks(): string
    {
        $html = Markup::heading($this->say('check')) . $this->form('overview', 'check', Markup::button($this->say('check_button')));
        $lines = isset($_SESSION[self::CHECKS]) ? (array)$_SESSION[self::CHECKS] : [];
        unset($_SESSION[self::CHECKS]);
        $rows = [];
        foreach ($lines as list($verdict, $text)) {
            $known = in_array($verdict, ['ok', 'note'], true) ? $verdict : 'problem';
            $rows[] = ["<span class=\"verdict verdict-$known\">" . Html::escape($this->say("verdict_$known")) . '</span>',
                Html::escape($text)];
        }
        return $html . ($rows ? Markup::table($this->say('check'), [$this->say('verdict'), $this->say('check_what')], $rows) : '');
    }
}
