<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;

/** What the queue did in the last 30 days. */
final class JournalTab extends Tab
{
    const MOST = 200;
    const DAYS = 30;
    const KINDS = ['send_order', 'update_shop', 'notify_manager', 'apply_crm_status', 'poll_status', 'report_change',
        'look_for_order', 'check_article', 'refresh_products'];
    const STATES = ['scheduled', 'available', 'running', 'completed', 'discarded', 'cancelled'];

    public function html(array $query): string
    {
        $kind = self::text($query, 'kind');
        $kind = in_array($kind, self::KINDS, true) ? $kind : '';
        $state = self::text($query, 'state');
        $state = in_array($state, self::STATES, true) ? $state : '';
        $order = self::text($query, 'order', 40);
        $html = '<h1>' . Html::escape($this->say('tab_journal')) . '</h1>' . $this->filter($kind, $state, $order);
        $words = ['list', '--json', '--limit', (string)self::MOST];
        foreach (['--kind' => $kind, '--state' => $state] as $option => $value) {
            if ($value !== '') {
                array_push($words, $option, $value);
            }
        }
        if ($order !== '') {
            // A number of an order, and nothing that could be an option.
            if (!preg_match('#^[\w/.@][\w/.@ -]*$#u', $order)) {
                return $html . Markup::paragraph($this->say('order_unknown'), 'said bad');
            }
            array_push($words, '--order', $order);
        }
        $answer = $this->programs->run('frontpad-queue', $words);
        if (!$answer->isDone()) {
            return $html . $this->problem($answer);
        }
        $rows = [];
        $since = (time() - self::DAYS * 86400) * 1000;
        foreach ($answer->json() as $job) {
            if (isset($job['inserted_at']) && $job['inserted_at'] >= $since) {
                $rows[] = $this->row($job);
            }
        }
        $html .= $rows ? Markup::table($this->say('journal_caption'), [$this->say('when'), $this->say('what'), $this->say('order_id'),
            $this->say('state'), $this->say('result')], $rows) : Markup::paragraph($this->say('journal_none'));
        return $html . (count($rows) < self::MOST ? '' : Markup::paragraph($this->say('newest', ['count' => self::MOST])));
    }

    private function row(array $job): array
    {
        // The arguments of a job hold data of persons. They are not shown.
        $kind = in_array($job['kind'], self::KINDS, true) ? $this->say("kind_{$job['kind']}") : (string)$job['kind'];
        $order = '';
        if (isset($job['subject']) && preg_match('/^order:(\d+(?:@\d+)?)$/', $job['subject'], $parts)) {
            $order = Markup::link($this->page->address('order', ['order' => $parts[1]]), $parts[1]);
        }
        $state = in_array($job['state'], self::STATES, true) ? $job['state'] : 'available';
        $tries = (int)$job['attempt'] > 1 ? ' ' . $this->say('attempt', ['count' => (int)$job['attempt']]) : '';
        return [
            Html::escape($this->time($job['finished_at'] !== null ? $job['finished_at'] : $job['inserted_at'])), Html::escape($kind),
            $order, "<span class=\"job job-$state\">" . Html::escape($this->say("job_$state")) . '</span>' . Html::escape($tries),
            Html::escape($job['reason']),
        ];
    }

    private function filter(string $kind, string $state, string $order): string
    {
        $kinds = ['' => $this->say('all')];
        foreach (self::KINDS as $each) {
            $kinds[$each] = $this->say("kind_$each");
        }
        $states = ['' => $this->say('all')];
        foreach (self::STATES as $each) {
            $states[$each] = $this->say("job_$each");
        }
        return '<form method="get" action="' . $this->page->address('journal') . '" class="filter">'
            . '<input type="hidden" name="a" value="home"><input type="hidden" name="namespace" value="frontpadqueue">'
            . '<input type="hidden" name="tab" value="journal">'
            . '<span>' . Markup::select('kind', 'filter-kind', $kinds, $kind, $this->say('what')) . '</span>'
            . '<span>' . Markup::select('state', 'filter-state', $states, $state, $this->say('state')) . '</span>'
            . '<span>' . Markup::input('order', 'filter-order', $order, $this->say('order'), 'size="10"') . '</span>'
            . Markup::button($this->say('show')) . '</form>';
    }
}
