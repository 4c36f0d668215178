<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;

/** What a person may decide about an order: the buttons, and what they do. */
trait OrderActions
{
    public function actions(): array
    {
        return ['found' => 'msorder_save', 'missing' => 'msorder_save', 'send' => 'msorder_save', 'cancel' => 'msorder_save'];
    }

    public function act(string $action, array $fields): array
    {
        $order = self::text($fields, 'order');
        // As the queue names an order, so that no text becomes an option.
        if (!preg_match('/^\d+(@\d+)?$/', $order)) {
            return [false, $this->say('order_unknown')];
        }
        $number = self::text($fields, 'number');
        if ($action === 'found' && !preg_match('/^\d{1,20}$/', $number)) {
            return [false, $this->say('number_wanted')];
        }
        if ($action === 'missing' && self::text($fields, 'sure') !== '1') {
            return [false, $this->say('sure_wanted')];
        }
        $commands = [
            'found' => ['frontpad-queue', ['resolve', '--sent', $number, $order]],
            'missing' => ['frontpad-queue', ['resolve', '--not-sent', $order]],
            'send' => ['frontpad-enqueue', ['send', $order]],
            'cancel' => ['frontpad-enqueue', ['cancel', $order]],
        ];
        list($program, $words) = $commands[$action];
        $answer = $this->programs->run($program, $words);
        return $answer->isDone() ? [true, $this->say("done_$action", ['order' => $order])]
            : [false, $this->say('not_done', ['order' => $order, 'why' => $answer->problem()])];
    }

    /** HTML: the buttons for an order in its state. */
    private function buttons(string $tab, array $row): string
    {
        $state = isset($row['crm_state']) ? $row['crm_state'] : '';
        if (!$this->page->may('msorder_save')) {
            return '';
        }
        $order = self::reference($row);
        $name = '<input type="hidden" name="order" value="' . Html::escape($order) . '">';
        $id = 'order-' . strtr($order, '@', '-');
        if ($state === 'in_doubt') {
            return '<div class="decision">' . Markup::paragraph($this->say('doubt'))
                . $this->form($tab, 'found', $name . Markup::input('number', "$id-number", '', $this->say('number'),
                    'inputmode="numeric" pattern="[0-9]{1,20}" required autocomplete="off" size="10"')
                    . ' ' . Markup::button($this->say('button_found')))
                . $this->form($tab, 'missing', $name . "<label class=\"check\"><input type=\"checkbox\" name=\"sure\" value=\"1\" required> "
                    . Html::escape($this->say('sure')) . '</label> ' . Markup::button($this->say('button_missing'), 'careful')) . '</div>';
        }
        $buttons = '';
        if ($state === 'failed' || $state === 'new') {
            $buttons .= $this->form($tab, 'send', $name . Markup::button($this->say('button_send')));
        }
        if ($state === 'new' && empty($row['cancelled_at'])) {
            $buttons .= $this->form($tab, 'cancel', $name . Markup::button($this->say('button_cancel'), 'careful'));
        }
        return $buttons === '' ? '' : "<div class=\"buttons\">$buttons</div>";
    }

    /** An order whose id the shop has used again is named with its life. */
    private static function reference(array $row): string
    {
        $id = isset($row['order_id']) ? (int)$row['order_id'] : 0;
        return empty($row['is_archived']) ? (string)$id : "$id@" . (int)$row['incarnation'];
    }
}
