<?php

/** The page under PHP's own web server, with a program that keeps what it gets. */
$site = function (int $exit = 0) {
    static $sites = [];
    if (isset($sites[$exit])) {
        return $sites[$exit];
    }
    $root = temporaryFolder();
    foreach (["$root/core/components", "$root/core/cache/frontpadqueue", "$root/assets/components/frontpadqueue"] as $folder) {
        mkdir($folder, 0700, true);
    }
    symlink(dirname(__DIR__) . '/core', "$root/core/components/frontpadqueue");
    copy(dirname(__DIR__) . '/assets/hook.php', "$root/assets/components/frontpadqueue/hook.php");
    file_put_contents("$root/config.core.php", "<?php define('MODX_CORE_PATH', '$root/core/'); define('MODX_CONFIG_KEY', 'config');");
    $queue = ['db' => "$root/queue.db", 'door' => 'auto',
        'command' => program("cat > $root/body; printf %s \"\$QUERY_STRING\" > $root/query; echo \"\$*\" > $root/words; exit $exit")];
    file_put_contents("$root/core/cache/frontpadqueue/queue.php", '<?php return ' . var_export($queue, true) . ';');
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    $address = stream_socket_get_name($socket, false);
    fclose($socket);
    $server = proc_open(command([PHP_BINARY, '-S', $address, '-t', $root]), [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'],
        ['file', '/dev/null', 'w']], $pipes);
    // Older versions print nothing when they are ready.
    for ($try = 0; $try < 1000 && !@fsockopen('127.0.0.1', (int)substr($address, strrpos($address, ':') + 1)); $try++) {
        usleep(10000);
    }
    register_shutdown_function(function () use ($server) {
        proc_terminate($server);
    });
    return $sites[$exit] = [$root, "http://$address/assets/components/frontpadqueue/hook.php"];
};
$call = function (string $url, $body = null, string $type = 'application/json') {
    $options = ['ignore_errors' => true, 'timeout' => 20];
    if ($body !== null) {
        $options += ['method' => 'POST', 'header' => "Content-Type: $type", 'content' => $body];
    }
    $text = (string)file_get_contents($url, false, stream_context_create(['http' => $options]));
    return [(int)substr($http_response_header[0], 9, 3), trim($text)];
};
$query = '?order=1&incarnation=1&job=2&attempt=1&attempt_token=abc';

return [
    'Frontpad finds the address without a body' => function () use ($site, $call, $query) {
        list($root, $url) = $site();
        foreach (['', $query] as $end) {
            expectSame(200, $call($url . $end)[0], 'the answer to GET');
            expectSame(200, $call($url . $end, '')[0], 'the answer to POST');
        }
        expect(!file_exists("$root/body"), 'nothing may reach the queue');
    },
    'every form of a body reaches the queue unchanged, with the query out of sight' => function () use ($site, $call, $query) {
        list($root, $url) = $site();
        $bodies = ['{"action":"change_status","order_id":5,"status":3}' => 'application/json', '{"order_id":5,"status":3,}' =>
            'application/json', 'order_id=5&status=3' => 'application/x-www-form-urlencoded'];
        foreach ($bodies as $body => $type) {
            expectSame(200, $call($url . $query, $body, $type)[0], 'the answer');
            expectSame($body, file_get_contents("$root/body"), 'the body');
            expectSame(substr($query, 1), file_get_contents("$root/query"), 'the query');
            expectSame("hook -\n", file_get_contents("$root/words"), 'the words');
        }
    },
    'a body without the token of an attempt stops at the page' => function () use ($site, $call) {
        list($root, $url) = $site();
        @unlink("$root/body");
        expectSame(200, $call($url, '{"order_id":5,"status":3}')[0], 'the answer');
        expect(!file_exists("$root/body"), 'nothing may reach the queue');
    },
    'a large body is refused' => function () use ($site, $call, $query) {
        list($root, $url) = $site();
        @unlink("$root/body");
        expectSame(413, $call($url . $query, str_repeat('x', 70000))[0], 'the answer');
        expect(!file_exists("$root/body"), 'nothing may reach the queue');
    },
    'a refused token is answered like an accepted one, and not kept' => function () use ($site, $call, $query) {
        list($root, $url) = $site(65);
        expectSame([200, 'ok'], $call($url . $query, '{"order_id":5,"status":3}'), 'the answer');
        expect(!glob("$root/queue.db-spool/hook-*"), 'nothing may be kept');
    },
    'if the program fails, the spool folder keeps the body and the query' => function () use ($site, $call, $query) {
        list($root, $url) = $site(75);
        expectSame(200, $call($url . $query, '{"order_id":5,"status":3}')[0], 'the answer');
        $kept = json_decode(file_get_contents(glob("$root/queue.db-spool/hook-*.json")[0]), true);
        expectSame(['body' => '{"order_id":5,"status":3}', 'query' => substr($query, 1)], $kept, 'the file');
    },
];
