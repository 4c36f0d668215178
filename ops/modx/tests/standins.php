<?php

// Small stand-ins for the MODX classes, recorded rows of real shops, and assertions.

final class TestFailure extends Exception
{
}

function expect(bool $condition, string $sentence)
{
    if (!$condition) {
        throw new TestFailure($sentence);
    }
}

function expectSame($wanted, $found, string $of = 'the value')
{
    expect($wanted === $found, "$of must be " . var_export($wanted, true) . ', not ' . var_export($found, true));
}

/** A folder of its own for each test, removed at the end. */
function temporaryFolder(): string
{
    $path = sys_get_temp_dir() . '/frontpadqueue-' . bin2hex(random_bytes(6));
    mkdir($path, 0700);
    register_shutdown_function(function () use ($path) {
        exec('rm -rf ' . escapeshellarg($path));
    });
    return $path;
}

define('MODX_CORE_PATH', temporaryFolder() . '/');
mkdir(MODX_CORE_PATH . 'components/minishop2', 0700, true);
mkdir(MODX_CORE_PATH . 'components/msoptionsprice', 0700, true);
require dirname(__DIR__) . '/core/load.php';

class FakeContext
{
    public $key = 'web';
}

class FakeEvent
{
    public $name = '';
    public $said = [];
    public $returnedValues = null;

    public function output($text)
    {
        $this->said[] = $text;
    }
}

class FakeLexicon
{
    public function load($topic)
    {
    }
}

/** MODX as far as the plugin uses it. MySQL is SQLite here: the plugin's queries are plain enough for both. */
class FakeModx
{
    public $config = ['table_prefix' => 'modx_'];
    public $logged = [];
    public $context;
    public $event;
    public $lexicon;
    public $services = null;
    public $pluginCache = [];
    public $pdo;
    /** What getService gives. */
    public $component = null;
    public $captchaPasses = true;
    public $cacheManager = null;
    /** Permissions that the person in the manager lacks. */
    public $forbidden = [];

    public function __construct()
    {
        $this->context = new FakeContext();
        $this->event = new FakeEvent();
        $this->lexicon = new FakeLexicon();
        $this->pdo = new PDO('sqlite::memory:', null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
        $this->pdo->exec('CREATE TABLE modx_system_settings (`key` TEXT, value TEXT, namespace TEXT)');
        $this->pdo->exec('CREATE TABLE modx_user_attributes (internalKey INTEGER, email TEXT)');
    }

    public function getOption($key, $options = null, $default = null)
    {
        return isset($this->config[$key]) ? $this->config[$key] : $default;
    }

    public function prepare($sql)
    {
        return $this->pdo->prepare($sql);
    }

    public function log($level, $text)
    {
        $this->logged[] = $text;
    }

    public function lexicon($key, $values = [])
    {
        return $key . ' ' . implode(' ', $values);
    }

    public function hasPermission($name)
    {
        return !in_array($name, $this->forbidden, true);
    }

    /** A captcha of the shop: its check gives what the test wants. */
    public function runSnippet($name, $properties)
    {
        return $properties['action'] === 'show' ? "<b>$name</b>" : ($this->captchaPasses ? '1' : '0');
    }

    public function getService($name)
    {
        return $this->component;
    }

    public function switchContext($key)
    {
        $this->context->key = $key;
    }

    /** Makes a table with the columns of the rows. */
    public function fill(string $table, array $rows)
    {
        $columns = array_keys($rows[0]);
        $declared = array_map(function ($column) use ($rows) {
            return "`$column` " . (is_int($rows[0][$column]) ? 'INTEGER' : 'TEXT');
        }, $columns);
        $this->pdo->exec("CREATE TABLE `modx_$table` (" . implode(', ', $declared) . ')');
        $marks = implode(', ', array_fill(0, count($columns), '?'));
        foreach ($rows as $row) {
            $this->pdo->prepare("INSERT INTO `modx_$table` VALUES ($marks)")->execute(array_values($row));
        }
    }
}

/** An object of xPDO. */
class FakeObject
{
    private $values;

    public function __construct(array $values)
    {
        $this->values = $values;
    }

    public function get($name)
    {
        return isset($this->values[$name]) ? $this->values[$name] : null;
    }

    public function toArray()
    {
        return $this->values;
    }
}

/** The basket, which events pass under the name of the order. */
class FakeHandler
{
    public function get()
    {
        return ['receiver' => 'nobody'];
    }
}

class FakeServices
{
    public $all;

    public function __construct(array $all)
    {
        $this->all = $all;
    }

    public function has($name)
    {
        return isset($this->all[$name]);
    }

    public function get($name)
    {
        return $this->all[$name];
    }
}

function recorded(string $name): array
{
    return json_decode(file_get_contents(__DIR__ . "/rows/$name.json"), true);
}

/** A shop with the recorded rows of a real one. */
function miniShop2(string $version = '2.9.3'): FakeModx
{
    $rows = recorded("minishop2-$version-rows");
    $modx = new FakeModx();
    foreach (['ms2_orders', 'ms2_order_addresses', 'ms2_order_products', 'ms2_order_statuses', 'ms2_products',
        'msop_modifications'] as $table) {
        $modx->fill($table, $rows[$table]);
    }
    $modx->fill('ms2_order_logs', [['id' => 311, 'order_id' => 3, 'action' => 'status', 'entry' => '1']]);
    $modx->pdo->exec("INSERT INTO modx_user_attributes VALUES (2, 'ivan@example.test')");
    return $modx;
}

function miniShop3(): FakeModx
{
    $rows = recorded('minishop3');
    $modx = new FakeModx();
    $modx->services = new FakeServices(['ms3' => new stdClass()]);
    $modx->fill('ms3_orders', array_column($rows['orders'], 'order'));
    $modx->fill('ms3_order_addresses', array_column($rows['orders'], 'address'));
    $modx->fill('ms3_order_products', array_merge([], ...array_column($rows['orders'], 'products')));
    $modx->fill('ms3_order_statuses', $rows['statuses']);
    $modx->fill('ms3_products', $rows['products_data']);
    $modx->fill('ms3_customers', $rows['customers']);
    $modx->fill('ms3_order_logs', [['id' => 900, 'order_id' => 41]]);
    return $modx;
}

/** An empty database of the queue, with its real schema. */
function queue(): FrontpadQueue\QueueFiles
{
    $files = new FrontpadQueue\QueueFiles(temporaryFolder() . '/queue.db');
    $pdo = new PDO("sqlite:{$files->database}", null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
    $pdo->exec('PRAGMA journal_mode=WAL');
    $pdo->exec('PRAGMA synchronous=OFF');
    $pdo->exec('BEGIN');
    foreach (['queue', 'shop'] as $series) {
        foreach (glob(dirname(__DIR__, 3) . "/migrations/$series/*.sql") as $migration) {
            $pdo->exec(file_get_contents($migration));
        }
    }
    $pdo->exec('COMMIT');
    touch($files->database . '-doorbell');
    return $files;
}

function rowsOf(FrontpadQueue\QueueFiles $files, string $sql): array
{
    return (new PDO("sqlite:{$files->database}"))->query($sql)->fetchAll(PDO::FETCH_ASSOC);
}

/** @return array the documents in the spool folder, the oldest first */
function spooled(FrontpadQueue\QueueFiles $files, string $kind = 'order'): array
{
    $paths = glob($files->spool() . "/$kind-*.json");
    usort($paths, function ($one, $other) {
        return filemtime($one) <=> filemtime($other) ?: strcmp($one, $other);
    });
    return array_map(function ($path) {
        return json_decode(file_get_contents($path), true);
    }, $paths);
}

/** The words of a command, as proc_open takes them in every version of PHP. */
function command(array $words): string
{
    return 'exec ' . implode(' ', array_map('escapeshellarg', $words));
}

/** A program that does what the shell's lines say. */
function program(string $lines, string $name = 'frontpad-enqueue'): string
{
    $path = temporaryFolder() . "/$name";
    file_put_contents($path, "#!/bin/sh\n$lines\n");
    chmod($path, 0700);
    return $path;
}

/** A plugin whose orders go into a spool folder, where a test can read them. */
function bridge(FakeModx $modx, $files = null, string $door = 'spool', string $command = '/none'): FrontpadQueue\Bridge
{
    $files = $files ?: new FrontpadQueue\QueueFiles(temporaryFolder() . '/queue.db');
    $modx->config += ['frontpadqueue_db' => $files->database, 'frontpadqueue_door' => $door,
        'frontpadqueue_command' => $command];
    return new FrontpadQueue\Bridge($modx);
}

/** The events of the spooled orders, in any order of files. */
function events(FrontpadQueue\Bridge $bridge): array
{
    $events = array_map(function ($document) {
        return $document['event'];
    }, spooled($bridge->files()));
    sort($events);
    return $events;
}
