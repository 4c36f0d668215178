<?php

use FrontpadQueue\Bridge;
use FrontpadQueue\MiniShop2;

$order = function (int $id = 3, int $status = 1) {
    return new FakeObject(['id' => $id, 'status' => $status, 'status_id' => $status, 'order_id' => $id]);
};

return [
    'a checkout hands over the creation and the first status' => function () use ($order) {
        $bridge = bridge(miniShop2());
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order(3, 0), 'order' => new FakeHandler()]);
        $bridge->handle('msOnSaveOrder', ['mode' => 'upd', 'msOrder' => $order()]);
        $bridge->handle('msOnChangeOrderStatus', ['order' => $order(), 'status' => '1']);
        $bridge->finish();
        expectSame(['created', 'status'], events($bridge), 'the events');
    },
    'the two events of a checkout start one program' => function () use ($order) {
        $folder = temporaryFolder();
        $bridge = bridge(miniShop2(), null, 'command', program("cat >> $folder/lines; echo x >> $folder/calls"));
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order(3, 0), 'order' => new FakeHandler()]);
        $bridge->handle('msOnChangeOrderStatus', ['order' => $order(), 'status' => '1']);
        $bridge->finish();
        expectSame("x\n", file_get_contents("$folder/calls"), 'the calls');
        $events = array_map(function ($line) {
            return json_decode($line, true)['event'];
        }, file("$folder/lines"));
        expectSame(['created', 'status'], $events, 'the events');
    },
    'a checkout that breaks off after the creation hands it over at its end' => function () use ($order) {
        $code = 'require $argv[1]; $bridge = bridge(miniShop2(), new FrontpadQueue\QueueFiles($argv[2]));'
            . '$bridge->handle("msOnCreateOrder", ["msOrder" => new FakeObject(["id" => 3])]); nothing();';
        $files = new FrontpadQueue\QueueFiles(temporaryFolder() . '/queue.db');
        exec(command([PHP_BINARY, '-d', 'display_errors=0', '-r', $code, __DIR__ . '/standins.php', $files->database])
            . ' 2>/dev/null', $output, $status);
        expectSame(255, $status, 'the exit status of the broken checkout');
        expectSame(['created'], array_column(spooled($files), 'event'), 'the events');
    },
    'the creation carries no number of the log' => function () use ($order) {
        $bridge = bridge(miniShop2());
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order(), 'order' => new FakeHandler()]);
        $bridge->finish();
        expectSame(null, spooled($bridge->files())[0]['event_seq'], 'event_seq');
    },
    'a draft that a manager makes into an order is created' => function () use ($order) {
        $modx = miniShop2('4.4.0');
        $modx->config['ms2_status_draft'] = 5;
        $bridge = bridge($modx);
        $bridge->handle('msOnBeforeChangeOrderStatus', ['order' => $order(3, 5), 'status' => 5]);
        $bridge->handle('msOnChangeOrderStatus', ['order' => $order(3, 1), 'status' => 1]);
        expectSame(['created', 'status'], events($bridge), 'the events');
    },
    'a draft is handed over by no other event' => function () use ($order) {
        $modx = miniShop2('4.4.0');
        $modx->config['ms2_status_draft'] = 5;
        $modx->pdo->exec('UPDATE modx_ms2_orders SET status = 5');
        $bridge = bridge($modx);
        $bridge->handle('msOnSaveOrder', ['mode' => 'upd', 'msOrder' => $order(3, 5)]);
        $bridge->handle('msOnUpdateOrderProduct', ['object' => $order(3, 5), 'mode' => 'upd']);
        $bridge->handle('msOnBeforeRemoveOrder', ['id' => 3, 'object' => $order(3, 5)]);
        $bridge->handle('msOnRemoveOrder', ['id' => 3, 'object' => $order(3, 5)]);
        $bridge->finish();
        expectSame([], events($bridge), 'the events');
    },
    'edits of lines are handed over once, with the rows after the last of them' => function () use ($order) {
        $modx = miniShop2();
        $bridge = bridge($modx);
        $bridge->handle('msOnUpdateOrderProduct', ['object' => $order(), 'mode' => 'upd']);
        $bridge->handle('msOnRemoveOrderProduct', ['object' => $order(), 'id' => 6]);
        $bridge->handle('msOnSaveOrder', ['mode' => 'upd', 'msOrder' => $order()]);
        $modx->pdo->exec("UPDATE modx_ms2_orders SET cost = '777.00' WHERE id = 3");
        $bridge->finish();
        expectSame(['changed'], events($bridge), 'the events');
        expectSame('777.00', spooled($bridge->files())[0]['cost'], 'cost');
    },
    'an edit that a status event has carried already is not handed over again' => function () use ($order) {
        $bridge = bridge(miniShop2());
        $bridge->handle('msOnChangeOrderStatus', ['order' => $order(), 'status' => 1]);
        $bridge->handle('msOnUpdateOrder', ['mode' => 'upd', 'id' => 3, 'msOrder' => $order()]);
        $bridge->finish();
        expectSame(['status'], events($bridge), 'the events');
    },
    'a removed order is handed over with the rows that it had' => function () use ($order) {
        $modx = miniShop2();
        $bridge = bridge($modx);
        $bridge->handle('msOnBeforeRemoveOrder', ['id' => 3, 'object' => $order(), 'msOrder' => $order(), 'ancestors' => []]);
        foreach (['orders WHERE id', 'order_products WHERE order_id', 'order_addresses WHERE id'] as $what) {
            $modx->pdo->exec("DELETE FROM modx_ms2_$what = 3");
        }
        $bridge->handle('msOnRemoveOrder', ['id' => 3, 'object' => $order(), 'msOrder' => $order(), 'ancestors' => []]);
        $document = spooled($bridge->files())[0];
        expectSame(['removed', '2611/3', 2], [$document['event'], $document['num'], count($document['products'])], 'the order');
    },
    'a change by the command of the shop is not handed over' => function () use ($order) {
        $bridge = bridge(miniShop2());
        Bridge::$isOurs = true;
        $bridge->handle('msOnChangeOrderStatus', ['order' => $order(), 'status' => 5]);
        Bridge::$isOurs = false;
        expectSame([], events($bridge), 'the events');
    },
    'while the plugin FrontpadApi is on, nothing is handed over and the log says why' => function () use ($order) {
        $modx = miniShop2();
        $modx->pluginCache = [['id' => 7, 'name' => 'FrontpadApi', 'disabled' => 0]];
        $bridge = bridge($modx);
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order()]);
        expectSame([], events($bridge), 'the events');
        expect(strpos($modx->logged[0], 'FrontpadApi is on') !== false, 'the log must say it');
    },
    'a broken table neither throws nor prints, and is logged' => function () use ($order) {
        $modx = miniShop2();
        $modx->pdo->exec('DROP TABLE modx_ms2_order_products');
        $bridge = bridge($modx);
        ob_start();
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order()]);
        $bridge->finish();
        expectSame('', ob_get_clean(), 'the output');
        expect(count($modx->logged) === 1, 'the log must have one line');
    },
    'a buyer cannot write the properties of the order' => function () {
        $modx = miniShop2();
        $bridge = bridge($modx);
        foreach (['receiver', 'extfld_persons', null, ['properties']] as $key) {
            $bridge->handle('msOnBeforeAddToOrder', ['key' => $key, 'value' => '3']);
            expectSame(null, $modx->event->returnedValues, 'what becomes of another field');
        }
        $bridge->handle('msOnBeforeAddToOrder', ['key' => 'Properties ', 'value' => '{"sale":"50"}']);
        expectSame(['value' => ''], $modx->event->returnedValues, 'what becomes of the properties');
    },
    'odd parameters neither throw nor print' => function () {
        $modx = miniShop2();
        $bridge = bridge($modx);
        ob_start();
        foreach (['msOnCreateOrder', 'msOnBeforeChangeOrderStatus', 'msOnChangeOrderStatus', 'msOnSaveOrder', 'msOnUpdateOrder',
            'msOnCreateOrderProduct', 'msOnBeforeRemoveOrder', 'msOnRemoveOrder', 'OnBeforeDocFormSave', 'OnDocFormSave',
            'msopOnModificationSave', 'OnUnknown'] as $event) {
            $bridge->handle($event, []);
            $bridge->handle($event, ['order' => new FakeHandler(), 'object' => null, 'resource' => 'text', 'id' => 'x']);
        }
        $bridge->finish();
        expectSame('', ob_get_clean(), 'the output');
        expectSame([], events($bridge), 'the events');
    },
    'a way that fails leaves the order in the spool folder, and the log says why' => function () use ($order) {
        $modx = miniShop2();
        $bridge = bridge($modx, null, 'command', program('echo "no space left" >&2; exit 75'));
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order()]);
        $bridge->finish();
        expectSame(['created'], events($bridge), 'the events');
        expect(strpos($modx->logged[0], 'no space left') !== false, 'the log must say it');
    },
    'if the spool folder fails too, the checkout goes on and the log says it' => function () use ($order) {
        $modx = miniShop2();
        $bridge = bridge($modx, new FrontpadQueue\QueueFiles('/proc/nothing/queue.db'));
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order()]);
        $bridge->finish();
        expect(strpos($modx->logged[0], 'NOT handed over') !== false, 'the log must say it');
    },
    'MiniShop3 tells the creation when the draft becomes an order' => function () use ($order) {
        $bridge = bridge(miniShop3());
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order(41, 1), 'handler' => new FakeHandler()]);
        expectSame([], events($bridge), 'the events of the draft');
        $bridge->handle('msOnChangeOrderStatus', ['msOrder' => $order(41, 2), 'old_status' => 1, 'status' => 2]);
        expectSame(['created', 'status'], events($bridge), 'the events');
    },
    'fields that MiniShop3 forgets after the checkout stay with the address' => function () use ($order) {
        $modx = miniShop3();
        $bridge = bridge($modx);
        $bridge->handle('msOnCreateOrder', ['msOrder' => $order(41, 1), 'customFields' => ['extfld_persons' => '3', 'a' => ['b']]]);
        $bridge->handle('msOnChangeOrderStatus', ['msOrder' => $order(41, 2), 'old_status' => 1, 'status' => 2]);
        $document = spooled($bridge->files())[1];
        expectSame('3', $document['address']['properties']['extfld_persons'], 'the field');
        expect(!isset($document['address']['properties']['a']), 'a list is no field');
    },
    'the page for webhooks finds the queue, and a change of the way in is logged' => function () {
        $modx = miniShop2();
        $bridge = bridge($modx, null, 'auto', program('exit 0'));
        $bridge->handle('OnManagerPageInit', []);
        $path = MODX_CORE_PATH . 'cache/frontpadqueue/queue.php';
        $queue = include $path;
        expectSame($bridge->files()->database, $queue['db'], 'db');
        expectSame([null, null], [$queue['ways']['command'], $queue['ways']['spool']], 'the usable ways');
        unlink($queue['command']);
        touch($path, time() - 10);
        $bridge->handle('OnManagerPageInit', []);
        expect(strpos(end($modx->logged), 'by spool now') !== false, 'the log must say it');
    },
    'a saved product and its modifications give their articles' => function () {
        $bridge = bridge(miniShop2());
        $product = new FakeObject(['id' => 3, 'class_key' => 'msProduct', 'article' => ' PZ-001 ']);
        $bridge->handle('OnDocFormSave', ['mode' => 'upd', 'id' => 3, 'resource' => $product]);
        $articles = array_column(spooled($bridge->files(), 'article'), 'article');
        sort($articles);
        expectSame(['ADD-CHEESE', 'PZ-001', 'PZ-001-25', 'PZ-001-35'], $articles, 'the articles');
    },
    'a document that is no product gives none' => function () {
        $bridge = bridge(miniShop2());
        $page = new FakeObject(['id' => 3, 'class_key' => 'modDocument', 'article' => 'PZ-001']);
        $bridge->handle('OnDocFormSave', ['mode' => 'upd', 'id' => 3, 'resource' => $page]);
        expectSame([], spooled($bridge->files(), 'article'), 'the articles');
    },
    'an unknown article is told while the product is open, and the second save goes through' => function () {
        if (!extension_loaded('session')) {
            // Nothing can be remembered, so nothing is refused.
            return;
        }
        $_SESSION = [];
        $modx = miniShop2();
        $bridge = bridge($modx, null, 'command', program('echo \'{"state":"unknown","age":60000}\'; exit 1'));
        $product = new FakeObject(['id' => 3, 'class_key' => 'msProduct', 'article' => 'BAD-1']);
        $bridge->handle('OnBeforeDocFormSave', ['mode' => 'upd', 'id' => 3, 'resource' => $product]);
        expectSame(['frontpadqueue_article_unknown BAD-1'], $modx->event->said, 'what the form shows');
        $bridge->handle('OnBeforeDocFormSave', ['mode' => 'upd', 'id' => 3, 'resource' => $product]);
        expectSame(1, count($modx->event->said), 'the number of refusals');
    },
    'an old list of products refuses nothing' => function () {
        $_SESSION = [];
        $modx = miniShop2();
        $bridge = bridge($modx, null, 'command', program('echo \'{"state":"not_known_yet","age":90000000}\''));
        $product = new FakeObject(['id' => 3, 'class_key' => 'msProduct', 'article' => 'BAD-1']);
        $bridge->handle('OnBeforeDocFormSave', ['mode' => 'upd', 'id' => 3, 'resource' => $product]);
        expectSame([], $modx->event->said, 'what the form shows');
    },
];
