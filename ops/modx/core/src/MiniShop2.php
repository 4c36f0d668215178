<?php

namespace FrontpadQueue;

/** miniShop2 2.4 to 4.4 on MODX 2. Columns decide, not version numbers. */
final class MiniShop2 extends Shop
{
    public function name(): string
    {
        $shop = $this->component();
        return 'miniShop2 ' . ($shop && isset($shop->version) ? $shop->version : '');
    }

    public function draftStatus(): int
    {
        // 3.0 has the fixed status 999 for orders that are still being made, 4.x a setting. 2.x has neither.
        return (int)$this->modx->getOption('ms2_status_draft', null, 999);
    }

    protected function tables(): string
    {
        return 'ms2_';
    }

    public function tellsCreation(): bool
    {
        return true;
    }

    public function productClass(): string
    {
        return 'msProduct';
    }

    public function statusOf($order): int
    {
        return (int)$order->get('status');
    }

    public function order(int $id)
    {
        $order = $this->row(
            "SELECT o.*, u.email AS profile_email,
                (SELECT MAX(l.id) FROM {$this->table('ms2_order_logs')} l WHERE l.order_id = o.id) AS event_seq
            FROM {$this->table('ms2_orders')} o
            LEFT JOIN {$this->table('user_attributes')} u ON u.internalKey = o.user_id
            WHERE o.id = ?",
            [$id]
        );
        if (!$order) {
            return null;
        }
        $address = $this->addressOf($order);
        $lines = $this->rows(
            "SELECT l.*, p.article AS article
            FROM {$this->table('ms2_order_products')} l
            LEFT JOIN {$this->table('ms2_products')} p ON p.id = l.product_id
            WHERE l.order_id = ? ORDER BY l.id",
            [$id]
        );
        // The queue reads money from columns only, because a buyer can post the order's properties.
        $properties = Json::decode($order['properties']);
        if (isset($properties[BuyerPoints::PROPERTY])) {
            $order['score'] = (int)$properties[BuyerPoints::PROPERTY];
        }
        // It opens the buyer's basket.
        unset($order['session_id']);
        $order['address'] = $address ?: new \stdClass();
        $order['products'] = $this->withModifications($lines);
        $order['timezone'] = date_default_timezone_get();
        return $order;
    }

    public function ordersSince(string $time, array $statuses, int $limit, int $after = 0): array
    {
        $sql = "SELECT id FROM {$this->table('ms2_orders')} WHERE createdon >= ? AND status <> ? AND id > ?";
        if ($statuses) {
            $sql .= ' AND status IN (' . implode(',', array_map('intval', $statuses)) . ')';
        }
        $rows = $this->rows("$sql ORDER BY id LIMIT $limit", [$time, $this->draftStatus(), $after]);
        return array_map('intval', array_column($rows, 'id'));
    }

    public function present(int $id)
    {
        $row = $this->row("SELECT * FROM {$this->table('ms2_orders')} WHERE id = ?", [$id]);
        return $row ? [
            'status' => (int)$row['status'],
            'comment' => (string)$row[$this->commentColumn($row)],
            'properties' => $row['properties'],
            'createdon' => $row['createdon'],
        ] : null;
    }

    public function status(int $id)
    {
        return $this->row("SELECT `rank`, final, fixed FROM {$this->table('ms2_order_statuses')} WHERE id = ? AND active = 1",
            [$id]);
    }

    protected function ordersWithNumber(string $num): array
    {
        $orders = $this->rows(
            "SELECT o.*, s.name AS status_name FROM {$this->table('ms2_orders')} o
            LEFT JOIN {$this->table('ms2_order_statuses')} s ON s.id = o.status
            WHERE o.num = ? AND o.status <> ? ORDER BY o.id DESC LIMIT 20",
            [$num, $this->draftStatus()]
        );
        foreach ($orders as $index => $order) {
            $address = $this->addressOf($order);
            $orders[$index]['phone'] = $address ? $address['phone'] : '';
        }
        return $orders;
    }

    /** Up to 3.x the order names its address, since 4.0 the address names its order. */
    private function addressOf(array $order)
    {
        $isOlder = array_key_exists('address', $order);
        return $this->row(
            "SELECT * FROM {$this->table('ms2_order_addresses')} WHERE " . ($isOlder ? 'id' : 'order_id') . ' = ?',
            [(int)$order[$isOlder ? 'address' : 'id']]
        );
    }

    public function changeStatus(int $id, int $from, int $to)
    {
        $shop = $this->component();
        if (!$shop) {
            return 'miniShop2 cannot be loaded';
        }
        $shop->initialize($this->modx->context->key, ['json_response' => true]);
        if ($this->isStepBack($from, $to)) {
            // miniShop2's own change would send the mails of the earlier status to the buyer again.
            $this->run("UPDATE {$this->table('ms2_orders')} SET status = ? WHERE id = ? AND status = ?", [$to, $id, $from]);
            $shop->orderLog($id, 'status', $to);
            return true;
        }
        $answer = $shop->changeOrderStatus($id, $to);
        return $answer === true ? true : trim(strip_tags((string)$answer));
    }

    public function writeComment(int $id, string $comment, string $properties)
    {
        $row = $this->row("SELECT * FROM {$this->table('ms2_orders')} WHERE id = ?", [$id]);
        $column = $this->commentColumn((array)$row);
        $this->run("UPDATE {$this->table('ms2_orders')} SET `$column` = ?, properties = ? WHERE id = ?",
            [$comment, $properties, $id]);
    }

    /** Renamed in 3.0.5. */
    private function commentColumn(array $row): string
    {
        return array_key_exists('order_comment', $row) ? 'order_comment' : 'comment';
    }

    private function isStepBack(int $from, int $to): bool
    {
        $present = $this->status($from);
        $wanted = $this->status($to);
        return $present && $wanted && !$present['final'] && !$present['fixed']
            && (int)$wanted['rank'] < (int)$present['rank'];
    }

    private function component()
    {
        return $this->modx->getService('miniShop2', 'miniShop2', MODX_CORE_PATH . 'components/minishop2/model/minishop2/');
    }
}
