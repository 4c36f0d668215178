<?php

// The page that Frontpad calls when the status of an order changes. It checks nothing: the queue takes in only what has the
// token of an attempt to send an order. MODX is not started, unless its cache was cleared.

/** As the queue: a real body has about a hundred bytes. */
const FRONTPADQUEUE_LONGEST_BODY = 65536;

ini_set('display_errors', '0');
header('Content-Type: text/plain');
header('Cache-Control: no-store');

$answer = function (int $status, string $text) {
    http_response_code($status);
    echo "$text\n";
    exit;
};

$body = (string)file_get_contents('php://input', false, null, 0, FRONTPADQUEUE_LONGEST_BODY + 1);
if (strlen($body) > FRONTPADQUEUE_LONGEST_BODY) {
    $answer(413, 'too large');
}
// PHP keeps no raw body of this kind.
if ($body === '' && $_POST) {
    $body = http_build_query($_POST);
}
$query = isset($_SERVER['QUERY_STRING']) ? (string)$_SERVER['QUERY_STRING'] : '';
// Frontpad calls without a body when the address is saved. What has no token is refused by the queue anyway.
if (trim($body) === '' || strlen($query) > 2048 || strpos($query, 'attempt_token=') === false) {
    $answer(200, 'ok');
}

$folder = __DIR__;
while (!is_file("$folder/config.core.php")) {
    $parent = dirname($folder);
    if ($parent === $folder) {
        $answer(503, 'not configured');
    }
    $folder = $parent;
}
require "$folder/config.core.php";
$described = MODX_CORE_PATH . 'cache/frontpadqueue/queue.php';
require MODX_CORE_PATH . 'components/frontpadqueue/load.php';
if (!is_file($described)) {
    require_once MODX_CORE_PATH . 'model/modx/modx.class.php';
    $modx = new modX();
    $modx->initialize('web');
    FrontpadQueue\Bridge::of($modx)->describeQueue();
}
$queue = is_file($described) ? include $described : null;
if (!is_array($queue)) {
    $answer(503, 'not configured');
}

$files = new FrontpadQueue\QueueFiles($queue['db']);
$command = new FrontpadQueue\CommandDoor($queue['command'], $files);
try {
    if (in_array($queue['door'], ['auto', 'command'], true) && $command->obstacle() === null) {
        try {
            $command->hook($body, $query, 5000.0);
            $answer(200, 'ok');
        } catch (FrontpadQueue\DoorFailure $failure) {
            error_log('FrontpadQueue: a webhook goes into the spool folder: ' . $failure->getMessage());
        }
    }
    (new FrontpadQueue\SpoolDoor($files))->hook($body, $query);
    $answer(200, 'ok');
} catch (Throwable $error) {
    error_log('FrontpadQueue: a webhook was not kept: ' . $error->getMessage());
    $answer(503, 'try again');
}
