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
    private $isReady = null;
    /** @var OrderEvents|null */
    private $orders = null;
    /** @var ProductEvents|null */
    private $products = null;
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
        $this->doors = new Doors($this->option('door', 'auto'), $this->command(),
            $this->files, $this->budget, [$this, 'log']);
    }

    public function doors(): Doors
    {
        return $this->doors;
    }

    public function programs(): Programs
    {
        return new Programs($this->command(), $this->files);
    }

    public function stops(): StopList
    {
        return new StopList($this->programs(), MODX_CORE_PATH . 'cache/frontpadqueue');
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
                $this->customerEvent($event, $parameters);
            } elseif ($event === 'msOnManagerCustomCssJs') {
                (new OrderScreens($this->modx))->add($parameters);
            } elseif (in_array($event, CustomerEvents::EVENTS, true)) {
                $this->customerEvent($event, $parameters);
            } elseif ($this->isReady()) {
                $this->route($event, $parameters);
            }
        });
    }

    /** The end of the request. PHP comes here after a fatal error too. */
    public function finish()
    {
        $this->guarded(function () {
            if ($this->orders) {
                $this->orders->finish();
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
            case 'OnManagerPageInit':
                $this->pushSettings();
                $this->describeQueue();
                break;
            case 'OnBeforeDocFormSave':
            case 'OnDocFormSave':
            case 'msopOnModificationSave':
                $this->products->handle($event, $parameters);
                break;
            default:
                $this->orders->handle($event, $parameters);
        }
    }

    private function customerEvent(string $event, array $parameters)
    {
        $shop = Shop::of($this->modx);
        if ($shop) {
            (new CustomerEvents($this->modx, $shop, $this->programs(), $this->stops()))->handle($event, $parameters);
        }
    }

    private function hand(array $documents)
    {
        $this->pushSettings();
        $this->doors->orders($documents);
    }

    /**
     * From 3.0 on, miniShop2 writes any posted field into the column of that name. An owner can let the queue read a discount
     * from the order's properties, so a buyer must not write them.
     */
    private function refuseProperties(array $parameters)
    {
        $key = isset($parameters['key']) && is_scalar($parameters['key']) ? strtolower(trim((string)$parameters['key'])) : '';
        if ($key === 'properties') {
            $values = isset($this->modx->event->returnedValues) ? $this->modx->event->returnedValues : [];
            $this->modx->event->returnedValues = ['value' => ''] + (is_array($values) ? $values : []);
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

    public function describeQueue()
    {
        $news = (new QueueDescription())->write([
            'db' => $this->files->database,
            'command' => $this->command(),
            'door' => $this->option('door', 'auto'),
            // The first that has no obstacle is taken.
            'ways' => $this->doors->report(),
        ]);
        if ($news !== null) {
            $this->log($news);
        }
    }

    /** Two bridges would send each order twice. */
    private function isReady(): bool
    {
        if ($this->isReady === null) {
            $shop = Shop::of($this->modx);
            $this->isReady = $shop !== null && !$this->hasOldPlugin();
            if ($this->isReady) {
                $this->products = new ProductEvents($this->modx, $shop, $this->doors);
                $this->orders = new OrderEvents($shop, function (array $documents) {
                    $this->hand($documents);
                }, function () {
                    if (!$this->finishes) {
                        $this->finishes = true;
                        register_shutdown_function([$this, 'finish']);
                    }
                });
            }
        }
        return $this->isReady;
    }

    private function hasOldPlugin(): bool
    {
        // The plugins of this request, as MODX has read them already.
        foreach (isset($this->modx->pluginCache) ? (array)$this->modx->pluginCache : [] as $plugin) {
            if (strtolower($plugin['name']) === 'frontpadapi' && empty($plugin['disabled'])) {
                $this->log('nothing is handed over, because the plugin FrontpadApi is on and sends orders itself. Switch '
                    . 'it off under Elements, Plugins.');
                return true;
            }
        }
        return false;
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

    private function command(): string
    {
        return $this->option('command', '/usr/local/bin/frontpad-enqueue');
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
