<?php

namespace FrontpadQueue;

/** The rows of a shop component, and its own ways to change them. One subclass for each component. */
abstract class Shop
{
    /** A shorter phone would be guessed. */
    const FEWEST_DIGITS = 6;

    protected $modx;

    public function __construct($modx)
    {
        $this->modx = $modx;
    }

    /** @return Shop|null null: neither component is installed */
    public static function of($modx)
    {
        // MODX 3 logs an error for a component that it does not know, so its services are asked first.
        if (isset($modx->services) && is_object($modx->services) && $modx->services->has('ms3')) {
            return new MiniShop3($modx);
        }
        if (is_dir(MODX_CORE_PATH . 'components/minishop2/')) {
            return new MiniShop2($modx);
        }
        return null;
    }

    /** The component's name and version. */
    abstract public function name(): string;

    /** The status of a cart that is no order yet; -1: this version has none. */
    abstract public function draftStatus(): int;

    /** @return array|null the order document without `event` */
    abstract public function order(int $id);

    /** @return array ids of the orders since a time of the shop's clock and above `$after`, without drafts, sorted */
    abstract public function ordersSince(string $time, array $statuses, int $limit, int $after = 0): array;

    /** The status of an object of the component's order class. */
    abstract public function statusOf($order): int;

    /** The classes of products, as `class_key` has them. */
    abstract public function productClass(): string;

    /** @return array|null `status`, `comment`, `properties` and `createdon` as the order's row has them now */
    abstract public function present(int $id);

    /** @return array|null `rank`, `final`, `fixed` of an active status */
    abstract public function status(int $id);

    /**
     * The newest order with this number and this phone.
     *
     * @return array|null `id`, `num`, `status_name`
     */
    public function orderOfBuyer(string $num, string $phone)
    {
        $phone = self::digits($phone);
        foreach (strlen($phone) < self::FEWEST_DIGITS ? [] : $this->ordersWithNumber($num) as $row) {
            if (hash_equals(self::digits((string)$row['phone']), $phone)) {
                return ['id' => (int)$row['id'], 'num' => (string)$row['num'], 'status_name' => (string)$row['status_name']];
            }
        }
        return null;
    }

    /** @return array the newest orders with a number: `id`, `num`, `phone`, `status_name` */
    abstract protected function ordersWithNumber(string $num): array;

    /** People write the country's code in several ways, or leave it out. */
    private static function digits(string $phone): string
    {
        return substr((string)preg_replace('/\D/', '', $phone), -10);
    }

    /** @return true|string what stands in the way */
    abstract public function changeStatus(int $id, int $from, int $to);

    abstract public function writeComment(int $id, string $comment, string $properties);

    /** Whether creation is told by its own event, before the order has its first status. */
    abstract public function tellsCreation(): bool;

    /** Keeps what the buyer entered into fields that the component forgets after the checkout. */
    public function keepFields(int $id, array $fields)
    {
    }

    /**
     * The order that an event is about. `order` is the basket's handler in some events and the order in others.
     *
     * @return object|null
     */
    public function orderIn(array $parameters)
    {
        foreach (['msOrder', 'object', 'order'] as $name) {
            $object = isset($parameters[$name]) ? $parameters[$name] : null;
            if (is_object($object) && method_exists($object, 'toArray') && (int)$object->get('id') > 0) {
                return $object;
            }
        }
        return null;
    }

    /** The start of the names of the component's tables. */
    abstract protected function tables(): string;

    /** @return array `statuses`, `payments`, `deliveries` and `contexts`: names by id */
    public function choices(): array
    {
        $choices = [];
        foreach (['statuses' => 'order_statuses', 'payments' => 'payments', 'deliveries' => 'deliveries'] as $kind => $table) {
            $sql = "SELECT id, name FROM {$this->table($this->tables() . $table)} WHERE active = 1 ORDER BY id";
            $choices[$kind] = array_column($this->rows($sql, []), 'name', 'id');
        }
        // The draft of an order is no status that an order has.
        unset($choices['statuses'][$this->draftStatus()]);
        $contexts = array_column($this->rows("SELECT `key` FROM {$this->table('context')} WHERE `key` <> 'mgr' ORDER BY `key`", []), 'key');
        return $choices + ['contexts' => array_combine($contexts, $contexts)];
    }

    /** @return array the products that have an article: `id`, `pagetitle`, `article`, `price` */
    public function prices(): array
    {
        return $this->rows(
            "SELECT p.id, c.pagetitle, p.article, p.price FROM {$this->table($this->tables() . 'products')} p
            JOIN {$this->table('site_content')} c ON c.id = p.id AND c.deleted = 0
            WHERE p.article <> '' ORDER BY c.pagetitle",
            []
        );
    }

    public function setPrice(int $product, string $price)
    {
        $this->run("UPDATE {$this->table($this->tables() . 'products')} SET price = ? WHERE id = ?", [$price, $product]);
    }

    /** The articles of a product and of its modifications. */
    public function articlesOf(int $product): array
    {
        $articles = [];
        foreach ($this->modifications('rid = ? AND active = 1', [$product]) as $row) {
            $articles[] = trim((string)$row['article']);
        }
        return $articles;
    }

    /**
     * @param array $lines `product_id` and `options`
     * @return array for each line that the shop has: `name` and `articles`, the modifications' before the product's
     */
    public function articlesInCart(array $lines): array
    {
        $found = [];
        foreach ($this->withModifications($lines) as $line) {
            $product = $this->row(
                "SELECT c.pagetitle, p.article FROM {$this->table($this->tables() . 'products')} p
                JOIN {$this->table('site_content')} c ON c.id = p.id WHERE p.id = ?",
                [(int)$line['product_id']]
            );
            if ($product) {
                $articles = array_map('trim', array_column($line['modifications'], 'article'));
                // The article of a modification stands in for the product's.
                $articles = array_filter($articles, 'strlen') ?: [trim((string)$product['article'])];
                $found[] = ['name' => (string)$product['pagetitle'], 'articles' => array_values(array_filter($articles, 'strlen'))];
            }
        }
        return $found;
    }

    /** Adds to each line the modifications that its options name. */
    protected function withModifications(array $lines): array
    {
        $wanted = [];
        foreach ($lines as $index => $line) {
            $options = Json::decode(isset($line['options']) ? $line['options'] : null);
            $ids = isset($options['modifications']) ? (array)$options['modifications'] : [];
            $ids[] = isset($options['modification']) ? $options['modification'] : 0;
            $ids = array_map('intval', array_filter($ids, 'is_scalar'));
            $wanted[$index] = array_values(array_unique(array_filter($ids)));
            $lines[$index]['modifications'] = [];
        }
        $all = array_values(array_unique(array_merge([], ...$wanted)));
        if (!$all) {
            return $lines;
        }
        $marks = implode(',', array_fill(0, count($all), '?'));
        $rows = [];
        foreach ($this->modifications("id IN ($marks)", $all) as $row) {
            $rows[(int)$row['id']] = $row;
        }
        foreach ($wanted as $index => $ids) {
            foreach ($ids as $id) {
                if (isset($rows[$id])) {
                    $lines[$index]['modifications'][] = $rows[$id];
                }
            }
        }
        return $lines;
    }

    /** Rows of msOptionsPrice2, a component that a shop may have. */
    private function modifications(string $condition, array $values): array
    {
        if (!is_dir(MODX_CORE_PATH . 'components/msoptionsprice/')) {
            return [];
        }
        try {
            return $this->rows("SELECT * FROM {$this->table('msop_modifications')} WHERE $condition", $values);
        } catch (\RuntimeException $error) {
            // An early version of it has no such table.
            return [];
        }
    }

    protected function table(string $name): string
    {
        return '`' . $this->modx->getOption('table_prefix', null, '') . $name . '`';
    }

    /** @throws \RuntimeException where the database refuses the query */
    protected function rows(string $sql, array $values): array
    {
        return $this->run($sql, $values)->fetchAll(\PDO::FETCH_ASSOC);
    }

    /** @return array|null */
    protected function row(string $sql, array $values)
    {
        $rows = $this->rows($sql, $values);
        return $rows ? $rows[0] : null;
    }

    protected function run(string $sql, array $values)
    {
        $statement = $this->modx->prepare($sql);
        if (!$statement || !$statement->execute($values)) {
            $error = $statement ? $statement->errorInfo() : ['', '', 'not prepared'];
            throw new \RuntimeException('MySQL: ' . (isset($error[2]) ? $error[2] : 'an error'));
        }
        return $statement;
    }
}
