<?php

// The shop's command, frontpadapi_shop_command. The worker runs it with one JSON object on standard input, and reads one
// JSON line of answer, or one order a line for the question "resync".

if (PHP_SAPI !== 'cli') {
    exit;
}

/** Tells the worker to try again later (EX_TEMPFAIL of sysexits.h). */
const FRONTPADQUEUE_TRY_AGAIN = 75;

ini_set('display_errors', 'stderr');
$request = json_decode((string)stream_get_contents(STDIN, 1 << 20), true);
if (!is_array($request)) {
    fwrite(STDERR, "standard input must be one JSON object\n");
    exit(65);
}

// What MODX and its plugins print must not stand among the answers.
ob_start();
if (!defined('MODX_CORE_PATH')) {
    define('MODX_CORE_PATH', dirname(dirname(__DIR__)) . '/');
}
if (!defined('MODX_CONFIG_KEY')) {
    define('MODX_CONFIG_KEY', 'config');
}
define('MODX_API_MODE', true);
$_SERVER += ['HTTP_HOST' => 'localhost', 'REMOTE_ADDR' => '127.0.0.1', 'REQUEST_TIME' => time()];
require_once MODX_CORE_PATH . 'model/modx/modx.class.php';
require_once __DIR__ . '/load.php';

$modx = new modX();
if (!@$modx->connect()) {
    fwrite(STDERR, "MODX cannot reach its database\n");
    exit(FRONTPADQUEUE_TRY_AGAIN);
}
$modx->initialize('web');
$modx->getService('error', 'error.modError');
$modx->getRequest();
$modx->setLogTarget('FILE');

$shop = FrontpadQueue\Shop::of($modx);
if (!$shop) {
    fwrite(STDERR, "neither miniShop2 nor MiniShop3 is installed\n");
    exit(FRONTPADQUEUE_TRY_AGAIN);
}
(new FrontpadQueue\ShopClock(FrontpadQueue\Bridge::of($modx)->files()))->adopt();
$command = new FrontpadQueue\ShopCommand($modx, $shop);
$print = function ($line) {
    fwrite(STDOUT, "$line\n");
};
try {
    if (isset($request['resync'])) {
        $command->resync((array)$request['resync'], $print);
    } else {
        $print(FrontpadQueue\Json::encode($command->update($request)));
    }
} catch (Throwable $error) {
    fwrite(STDERR, get_class($error) . ': ' . $error->getMessage() . "\n");
    exit(1);
}
while (ob_get_level() > 0) {
    ob_end_clean();
}
exit(0);
