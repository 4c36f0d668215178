<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;
use FrontpadQueue\OrderStates;

/** The orders that need a look, or those in one state. */
final class OrdersTab extends Tab
{
    use OrderActions;

    const MOST = 100;
    const STATES = ['in_doubt', 'failed', 'new', 'sending', 'sent'];
    /** In this order, where none is chosen. */
    const NEED_A_LOOK = ['in_doubt', 'failed', 'new', 'sending'];

    public function html(array $query): string
    {
        $chosen = self::text($query, 'state');
        $chosen = in_array($chosen, self::STATES, true) ? $chosen : '';
        $options = ['' => $this->say('all_open')];
        foreach (self::STATES as $state) {
            $options[$state] = $this->say("state_$state");
        }
        $html = '<h1>' . Html::escape($this->say('tab_orders')) . '</h1>'
            . '<form method="get" action="' . $this->page->address('orders') . '" class="filter">'
            . '<input type="hidden" name="a" value="home"><input type="hidden" name="namespace" value="frontpadqueue">'
            . '<input type="hidden" name="tab" value="orders">'
            . Markup::select('state', 'filter-state', $options, $chosen, $this->say('state')) . ' '
            . Markup::button($this->say('show')) . '</form>';
        $isEmpty = true;
        foreach ($chosen === '' ? self::NEED_A_LOOK : [$chosen] as $state) {
            $answer = $this->programs->run('frontpad-queue', ['orders', '--json', '--state', $state, '--limit', (string)self::MOST]);
            if (!$answer->isDone()) {
                return $html . $this->problem($answer);
            }
            $orders = $answer->json();
            $isEmpty = $isEmpty && !$orders;
            $html .= $orders ? $this->table($state, $orders) : '';
        }
        return $html . ($isEmpty ? Markup::paragraph($this->say('orders_none')) : '');
    }

    private function table(string $state, array $orders): string
    {
        $states = new OrderStates($this->modx, $this->programs);
        $rows = [];
        foreach ($orders as $row) {
            $name = (string)$row['num'] !== '' ? (string)$row['num'] : (string)$row['order_id'];
            $reason = $states->state($row)['title'];
            $rows[] = [
                Markup::link($this->page->address('order', ['order' => self::reference($row)]), $name),
                Html::escape($this->time($row['createdon'])),
                OrderStates::badge($states->state($row)),
                ($reason === '' ? '' : '<p>' . Html::escape($reason) . '</p>') . $this->buttons('orders', $row),
            ];
        }
        $html = Markup::table($this->say("orders_$state"), [$this->say('order'), $this->say('made'), $this->say('state'),
            $this->say('what_to_do')], $rows);
        return $html . (count($orders) < self::MOST ? '' : Markup::paragraph($this->say('newest', ['count' => self::MOST])));
    }
}
