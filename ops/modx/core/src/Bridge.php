<?php

namespace FrontpadQueue;

/** What the plugin does at each event. It never prints, never throws and never waits longer than its budget. */
final class Bridge
{
    /** All events of one request together, in milliseconds. A busy server adds to it: 500 is what is promised. */
    const TIME_LIMIT = 400;
    const NAMESPACE_NAME = 'frontpadqueue';

    /** The shop's command changes the shop itself: its events are not a person's. */
    public static $isOurs = false;
    private static $instance = null;

    private $modx;
    private $budget;
    private $files;
    private $doors;
    private $shop = null;
    private $isReady = null;
    // All by the order's id: its status before a change, the document of a removed order, the status of a new one that
    // waits for the next one, whether its creation was seen, the hash of what was handed over, whether it was edited.
    private $before = [];
    private $removed = [];
    private $waiting = [];
    private $created = [];
    private $handed = [];
    private $changed = [];
    private $finishes = false;
    private $settingsSeen = false;

    public static function of($modx): Bridge
    {
        if (self::$instance === null || self::$instance->modx !== $modx) {
            self::$instance = new self($modx);
        }
        return self::$instance;
    }

    public function __construct($modx)
    {
        $this->modx = $modx;
        $this->budget = new TimeBudget(self::TIME_LIMIT, PHP_SAPI === 'cli');
        $this->files = new QueueFiles($this->option('db', '/var/lib/frontpad/queue.db'));
        $this->doors = new Doors($this->option('door', 'auto'), $this->option('command', '/usr/local/bin/frontpad-enqueue'),
            $this->files, $this->budget, [$this, 'log']);
    }

    public function doors(): Doors
    {
        return $this->doors;
    }

    public function files(): QueueFiles
    {
        return $this->files;
    }

    public function handle(string $event, array $parameters)
    {
        if (self::$isOurs) {
            return;
        }
        $this->guarded(function () use ($event, $parameters) {
            if ($event === 'msOnBeforeAddToOrder') {
                $this->refuseProperties($parameters);
            } elseif ($this->isReady()) {
                $this->route($event, $parameters);
            }
        });
    }

    /**
     * The end of the request: new orders whose checkout has set no status, and edits, once for each order. PHP comes here
     * after a fatal error too.
     */
    public function finish()
    {
        $this->guarded(function () {
            foreach ($this->waiting as $id => $status) {
                unset($this->waiting[$id]);
                $document = $this->shop->order($id);
                if ($document) {
                    $this->pushSettings();
                    $this->doors->orders([$this->creation($document, $status)]);
                }
            }
            foreach (array_keys($this->changed) as $id) {
                $this->hand($id, 'changed');
            }
        });
    }

    public function log(string $line)
    {
        $this->modx->log(1, "[FrontpadQueue] $line");
    }

    private function route(string $event, array $parameters)
    {
        switch ($event) {
            case 'msOnCreateOrder':
                $this->orderIsMade($parameters);
                break;
            case 'msOnBeforeChangeOrderStatus':
                $order = $this->shop->orderIn($parameters);
                if ($order) {
                    $this->before[(int)$order->get('id')] = $this->shop->statusOf($order);
                }
                break;
            case 'msOnChangeOrderStatus':
                $this->statusIsChanged($parameters);
                break;
            case 'msOnSaveOrder':
            case 'msOnUpdateOrder':
                $order = $this->shop->orderIn($parameters);
                $isNew = isset($parameters['mode']) && $parameters['mode'] === 'new';
                if ($order && !$isNew && $this->shop->statusOf($order) !== $this->shop->draftStatus()) {
                    $this->noteChange((int)$order->get('id'));
                }
                break;
            case 'msOnCreateOrderProduct':
            case 'msOnUpdateOrderProduct':
            case 'msOnRemoveOrderProduct':
                $line = isset($parameters['object']) ? $parameters['object'] : null;
                if (is_object($line) && (int)$line->get('order_id') > 0) {
                    $this->noteChange((int)$line->get('order_id'));
                }
                break;
            case 'msOnBeforeRemoveOrder':
                $order = $this->shop->orderIn($parameters);
                if ($order) {
                    $this->removed[(int)$order->get('id')] = $this->shop->order((int)$order->get('id'));
                }
                break;
            case 'msOnRemoveOrder':
                $id = isset($parameters['id']) ? (int)$parameters['id'] : 0;
                if (!empty($this->removed[$id])) {
                    $this->hand($id, 'removed', $this->removed[$id]);
                }
                break;
            case 'OnBeforeDocFormSave':
                $this->warnOfArticle($parameters);
                break;
            case 'OnDocFormSave':
                $this->productIsSaved($parameters);
                break;
            case 'msopOnModificationSave':
                $row = isset($parameters['modification']) ? $parameters['modification'] : null;
                if (is_object($row) && trim((string)$row->get('article')) !== '') {
                    $this->doors->article(trim((string)$row->get('article')), (int)$row->get('rid'));
                }
                break;
            case 'OnManagerPageInit':
                $this->pushSettings();
                $this->describeQueue();
                break;
        }
    }

    /**
     * From 3.0 on, miniShop2 writes any posted field into the column of that name. The queue believes the order's properties
     * about discounts, so a buyer must not write them.
     */
    private function refuseProperties(array $parameters)
    {
        $key = isset($parameters['key']) && is_scalar($parameters['key']) ? strtolower(trim((string)$parameters['key'])) : '';
        if ($key === 'properties') {
            $values = isset($this->modx->event->returnedValues) ? $this->modx->event->returnedValues : [];
            $this->modx->event->returnedValues = ['value' => ''] + (is_array($values) ? $values : []);
        }
    }

    private function orderIsMade(array $parameters)
    {
        $order = $this->shop->orderIn($parameters);
        if (!$order) {
            return;
        }
        $id = (int)$order->get('id');
        if (!$this->shop->tellsCreation()) {
            $this->shop->keepFields($id, isset($parameters['customFields']) ? (array)$parameters['customFields'] : []);
            return;
        }
        $this->noteCreation($id, $this->shop->statusOf($order));
    }

    private function statusIsChanged(array $parameters)
    {
        $order = $this->shop->orderIn($parameters);
        if (!$order) {
            return;
        }
        $id = (int)$order->get('id');
        $before = isset($parameters['old_status']) ? (int)$parameters['old_status']
            : (isset($this->before[$id]) ? $this->before[$id] : null);
        // A draft becomes an order. One that a manager makes has no other event.
        if ($before !== null && $before === $this->shop->draftStatus() && empty($this->created[$id])) {
            $this->noteCreation($id, $this->shop->statusOf($order));
        }
        $this->hand($id, 'status');
    }

    /**
     * The checkout sets the first status a moment later. Both events then go together, which costs the buyer half the time.
     *
     * @param int $status that of the order when it was created
     */
    private function noteCreation(int $id, int $status)
    {
        $this->created[$id] = true;
        $this->waiting[$id] = $status;
        $this->finishLater();
    }

    /** The creation of an order, made of its present rows. */
    private function creation(array $document, int $status): array
    {
        // The log was empty then, and nothing is older than the creation.
        return ['event' => 'created', 'event_seq' => null, 'status' => $status] + $document;
    }

    private function noteChange(int $id)
    {
        $this->changed[$id] = true;
        $this->finishLater();
    }

    private function finishLater()
    {
        if (!$this->finishes) {
            $this->finishes = true;
            register_shutdown_function([$this, 'finish']);
        }
    }

    /**
     * @param array $document empty: it is read now
     */
    private function hand(int $id, string $event, array $document = [])
    {
        unset($this->changed[$id]);
        $document = $document ?: $this->shop->order($id);
        // What is still in the basket is no order. Only its own event tells that it becomes one.
        if (!$document || (int)$document['status'] === $this->shop->draftStatus()) {
            return;
        }
        $hash = sha1(Json::encode($document));
        if ($event === 'changed' && isset($this->handed[$id]) && $this->handed[$id] === $hash) {
            return;
        }
        $this->handed[$id] = $hash;
        $this->pushSettings();
        $document['event'] = $event;
        $documents = isset($this->waiting[$id]) ? [$this->creation($document, $this->waiting[$id]), $document] : [$document];
        unset($this->waiting[$id]);
        $this->doors->orders($documents);
    }

    private function productIsSaved(array $parameters)
    {
        $product = isset($parameters['resource']) ? $parameters['resource'] : null;
        if (!is_object($product) || $product->get('class_key') !== $this->shop->productClass()) {
            return;
        }
        $id = (int)$product->get('id');
        $articles = array_merge([trim((string)$product->get('article'))], $this->shop->articlesOf($id));
        foreach (array_unique(array_filter($articles, 'strlen')) as $article) {
            $this->doors->article((string)$article, $id);
        }
    }

    /** Says it while the product is open. The second save with the same article is the manager's answer. */
    private function warnOfArticle(array $parameters)
    {
        $product = isset($parameters['resource']) ? $parameters['resource'] : null;
        if (!is_object($product) || $product->get('class_key') !== $this->shop->productClass()) {
            return;
        }
        $article = trim((string)$product->get('article'));
        $key = 'frontpadqueue.article.' . (int)$product->get('id');
        if ($article === '' || (isset($_SESSION[$key]) && $_SESSION[$key] === $article)) {
            unset($_SESSION[$key]);
            return;
        }
        $answer = $this->doors->article($article, (int)$product->get('id'));
        $state = isset($answer['state']) ? $answer['state'] : '';
        if ($state !== 'unknown' && $state !== 'stopped') {
            return;
        }
        // An old list of products refuses nothing.
        if (!isset($answer['age']) || $answer['age'] > 3600 * 1000 * 24) {
            return;
        }
        if (isset($_SESSION)) {
            $_SESSION[$key] = $article;
            $this->modx->lexicon->load(self::NAMESPACE_NAME . ':default');
            $this->modx->event->output($this->modx->lexicon("frontpadqueue_article_$state", ['article' => $article]));
        }
    }

    private function pushSettings()
    {
        if ($this->settingsSeen) {
            return;
        }
        $this->settingsSeen = true;
        if (PHP_SAPI !== 'cli') {
            (new ShopClock($this->files))->note();
        }
        $push = new SettingsPush($this->files, $this->doors);
        // MODX has read the settings already. They may have other values in a context, so the rows are what is handed over.
        $seen = [];
        foreach ((array)$this->modx->config as $key => $value) {
            if (strncmp((string)$key, 'frontpadapi_', 12) === 0) {
                $seen[$key] = $value;
            }
        }
        $seen = sha1(Json::encode($seen));
        if ($push->isDone($seen)) {
            return;
        }
        $sql = 'SELECT `key`, `value` FROM ' . $this->table('system_settings') . ' WHERE namespace = ? AND `key` LIKE ?';
        $statement = $this->modx->prepare($sql);
        if (!$statement || !$statement->execute([self::NAMESPACE_NAME, 'frontpadapi\\_%'])) {
            return;
        }
        $values = [];
        foreach ($statement->fetchAll(\PDO::FETCH_ASSOC) as $row) {
            $values[$row['key']] = trim((string)$row['value']);
        }
        if ($values) {
            // The package's builder writes this file.
            $defaults = dirname(__DIR__) . '/defaults.php';
            $problem = $push->push($values, is_file($defaults) ? include $defaults : [], $seen);
            if ($problem !== null) {
                $this->log("the settings were not taken in: $problem");
            }
        }
    }

    /** The page for webhooks starts no MODX. It finds the queue by this file, which also says which ways in this server has. */
    public function describeQueue()
    {
        $folder = MODX_CORE_PATH . 'cache/frontpadqueue';
        $path = "$folder/queue.php";
        $ways = $this->doors->report();
        $text = '<?php return ' . var_export([
            'db' => $this->files->database,
            'command' => $this->option('command', '/usr/local/bin/frontpad-enqueue'),
            'door' => $this->option('door', 'auto'),
            // Why a way cannot be used; NULL: it can. The first of these is taken.
            'ways' => $ways,
        ], true) . ";\n";
        $before = is_file($path) ? include $path : null;
        if (@file_get_contents($path) === $text) {
            return;
        }
        if (@is_dir($folder) || @mkdir($folder, 0775, true)) {
            $temporary = "$folder/." . bin2hex(random_bytes(4));
            if (@file_put_contents($temporary, $text) !== false && @rename($temporary, $path)
                && function_exists('opcache_invalidate')) {
                // PHP may be set up not to look at files again.
                @opcache_invalidate($path, true);
            }
        }
        $way = array_search(null, $ways, true);
        if (isset($before['ways']) && array_search(null, $before['ways'], true) !== $way) {
            $this->log($way === false ? 'orders can no longer be handed over: ' . implode('; ', array_filter($ways))
                : "orders are handed over by $way now. " . implode('; ', array_filter($ways)));
        }
    }

    /** Two bridges would send each order twice. */
    private function isReady(): bool
    {
        if ($this->isReady === null) {
            $this->shop = Shop::of($this->modx);
            $this->isReady = $this->shop !== null;
            // The plugins of this request, as MODX has read them already.
            $plugins = isset($this->modx->pluginCache) && is_array($this->modx->pluginCache) ? $this->modx->pluginCache : [];
            foreach ($this->isReady ? $plugins : [] as $plugin) {
                if (strtolower($plugin['name']) === 'frontpadapi' && empty($plugin['disabled'])) {
                    $this->isReady = false;
                    $this->log('nothing is handed over, because the plugin FrontpadApi is on and sends orders itself. Switch '
                        . 'it off under Elements, Plugins.');
                }
            }
        }
        return $this->isReady;
    }

    private function guarded(callable $work)
    {
        $this->budget->start();
        $level = ob_get_level();
        ob_start();
        set_error_handler(function ($number, $text, $file, $line) {
            if (error_reporting() & $number) {
                $this->log("$text in " . basename($file) . ":$line");
            }
            return true;
        });
        try {
            $work();
        } catch (\Throwable $error) {
            $this->log(get_class($error) . ': ' . $error->getMessage() . ' in ' . basename($error->getFile()) . ':'
                . $error->getLine());
        }
        restore_error_handler();
        while (ob_get_level() > $level) {
            ob_end_clean();
        }
        $this->budget->stop();
    }

    private function option(string $name, string $default): string
    {
        $value = trim((string)$this->modx->getOption(self::NAMESPACE_NAME . "_$name", null, $default));
        return $value === '' ? $default : $value;
    }

    private function table(string $name): string
    {
        return '`' . $this->modx->getOption('table_prefix', null, '') . $name . '`';
    }
}
