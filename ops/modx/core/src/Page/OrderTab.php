<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;
use FrontpadQueue\OrderStates;

/** One order, with its story. */
final class OrderTab extends Tab
{
    use OrderActions;

    public function permission(): string
    {
        return 'msorder_view';
    }

    public function html(array $query): string
    {
        $order = self::text($query, 'order');
        if (!preg_match('/^\d+(@\d+)?$/', $order)) {
            return Markup::paragraph($this->say('order_unknown'));
        }
        $row = $this->programs->run('frontpad-queue', ['order', '--json', $order])->json();
        $name = isset($row['num']) && (string)$row['num'] !== '' ? (string)$row['num'] : $order;
        return '<h1>' . Html::escape($this->say('order') . " $name") . '</h1>'
            . (new OrderStates($this->modx, $this->programs))->story($order)
            . (isset($row['order_id']) ? $this->buttons('order', $row) : '')
            . '<p>' . Markup::link($this->page->address('orders'), $this->say('back')) . '</p>';
    }
}
