<?php

namespace FrontpadQueue;

/** MiniShop3 on MODX 3. Its rows take miniShop2's column names here, so that the queue knows one form. */
final class MiniShop3 extends Shop
{
    const RENAMED = ['status_id' => 'status', 'delivery_id' => 'delivery', 'payment_id' => 'payment'];
    /** Bounds for fields that any buyer can post. */
    const MOST_FIELDS = 50;
    const LONGEST_FIELD = 1000;

    public function name(): string
    {
        $shop = $this->modx->services->get('ms3');
        return 'MiniShop3 ' . (isset($shop->version) ? $shop->version : '');
    }

    public function draftStatus(): int
    {
        // Some versions of 1.x have 0 there, which means the default.
        return (int)$this->modx->getOption('ms3_status_draft', null, 1) ?: 1;
    }

    protected function tables(): string
    {
        return 'ms3_';
    }

    /** A checkout may fail after msOnCreateOrder and come again. The order is real when it leaves the draft status. */
    public function tellsCreation(): bool
    {
        return false;
    }

    public function productClass(): string
    {
        return 'MiniShop3\\Model\\msProduct';
    }

    public function statusOf($order): int
    {
        return (int)$order->get('status_id');
    }

    public function order(int $id)
    {
        $order = $this->row(
            "SELECT o.*, c.email AS customer_email, u.email AS profile_email,
                (SELECT MAX(l.id) FROM {$this->table('ms3_order_logs')} l WHERE l.order_id = o.id) AS event_seq
            FROM {$this->table('ms3_orders')} o
            LEFT JOIN {$this->table('ms3_customers')} c ON c.id = o.customer_id
            LEFT JOIN {$this->table('user_attributes')} u ON u.internalKey = o.user_id
            WHERE o.id = ?",
            [$id]
        );
        if (!$order) {
            return null;
        }
        $address = (array)$this->row("SELECT * FROM {$this->table('ms3_order_addresses')} WHERE order_id = ? ORDER BY id LIMIT 1",
            [$id]);
        $lines = $this->rows(
            "SELECT l.*, p.article AS article
            FROM {$this->table('ms3_order_products')} l
            LEFT JOIN {$this->table('ms3_products')} p ON p.id = l.product_id
            WHERE l.order_id = ? ORDER BY l.id",
            [$id]
        );
        foreach (self::RENAMED as $column => $name) {
            $order[$name] = $order[$column];
        }
        $order['profile_email'] = $order['customer_email'] ?: $order['profile_email'];
        $names = array_filter([self::text($address, 'first_name'), self::text($address, 'last_name')], 'strlen');
        $address['receiver'] = implode(' ', $names);
        // A buyer can post the whole `properties` of the order, so nothing in them is the shop's word. Not even an owner who
        // maps order.properties.x must read a field of money from them.
        $properties = Json::decode($order['properties']);
        unset($properties['_validated'], $properties[ShopCommand::MARK]);
        $address['properties'] = Json::decode(self::text($address, 'properties')) + $properties;
        $order['properties'] = null;
        // Secrets of the buyer's basket.
        unset($order['token'], $order['idempotency_key'], $order['customer_email']);
        $order['address'] = $address;
        $order['products'] = $this->withModifications($lines);
        $order['timezone'] = date_default_timezone_get();
        return $order;
    }

    public function ordersSince(string $time, array $statuses, int $limit, int $after = 0): array
    {
        $sql = "SELECT id FROM {$this->table('ms3_orders')} WHERE createdon >= ? AND status_id <> ? AND id > ?";
        if ($statuses) {
            $sql .= ' AND status_id IN (' . implode(',', array_map('intval', $statuses)) . ')';
        }
        $rows = $this->rows("$sql ORDER BY id LIMIT $limit", [$time, $this->draftStatus(), $after]);
        return array_map('intval', array_column($rows, 'id'));
    }

    /** MiniShop3 deletes these fields before the order becomes real. They go where miniShop2's recipe puts them. */
    public function keepFields(int $id, array $fields)
    {
        $kept = [];
        foreach (array_slice($fields, 0, self::MOST_FIELDS, true) as $name => $value) {
            if (is_scalar($value) && strlen((string)$name) <= 100 && strlen((string)$value) <= self::LONGEST_FIELD) {
                $kept[(string)$name] = (string)$value;
            }
        }
        $table = $this->table('ms3_order_addresses');
        $address = $kept ? $this->row("SELECT id, properties FROM $table WHERE order_id = ? ORDER BY id LIMIT 1", [$id]) : null;
        if ($address) {
            $this->run("UPDATE $table SET properties = ? WHERE id = ?",
                [Json::encode($kept + Json::decode($address['properties'])), (int)$address['id']]);
        }
    }

    public function present(int $id)
    {
        $row = $this->row("SELECT status_id, order_comment, properties, createdon FROM {$this->table('ms3_orders')} WHERE id = ?", [$id]);
        return $row ? [
            'status' => (int)$row['status_id'],
            'comment' => (string)$row['order_comment'],
            'properties' => $row['properties'],
            'createdon' => $row['createdon'],
        ] : null;
    }

    public function status(int $id)
    {
        return $this->row(
            "SELECT position AS `rank`, final, fixed FROM {$this->table('ms3_order_statuses')} WHERE id = ? AND active = 1",
            [$id]
        );
    }

    protected function ordersWithNumber(string $num): array
    {
        return $this->rows(
            "SELECT o.id, o.num, a.phone, s.name AS status_name
            FROM {$this->table('ms3_orders')} o
            JOIN {$this->table('ms3_order_addresses')} a ON a.order_id = o.id
            LEFT JOIN {$this->table('ms3_order_statuses')} s ON s.id = o.status_id
            WHERE o.num = ? AND o.status_id <> ? ORDER BY o.id DESC LIMIT 20",
            [$num, $this->draftStatus()]
        );
    }

    public function changeStatus(int $id, int $from, int $to)
    {
        // The others are made by this one.
        $this->modx->services->get('ms3');
        $present = $this->status($from);
        $wanted = $this->status($to);
        // A step back must not send the mails of the earlier status to the buyer again.
        $isSilent = $present && $wanted && (int)$wanted['rank'] < (int)$present['rank'];
        $answer = $this->modx->services->get('ms3_order_status')->change($id, $to, $isSilent);
        return $answer === true ? true : trim(strip_tags((string)$answer));
    }

    public function writeComment(int $id, string $comment, string $properties)
    {
        $this->run("UPDATE {$this->table('ms3_orders')} SET order_comment = ?, properties = ? WHERE id = ?",
            [$comment, $properties, $id]);
    }

    private static function text(array $row, string $column): string
    {
        return isset($row[$column]) ? trim((string)$row[$column]) : '';
    }
}
