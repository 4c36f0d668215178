<?php

use FrontpadQueue\Bridge;
use FrontpadQueue\Shop;
use FrontpadQueue\ShopCommand;

/** miniShop2's own change of status, with what it does to the process. */
final class FakeMiniShop2
{
    public $version = '2.9.3-pl';
    public $calls = [];
    public $wasOurs = null;
    private $modx;

    public function __construct(FakeModx $modx)
    {
        $this->modx = $modx;
        $modx->component = $this;
    }

    public function initialize($context, $options)
    {
    }

    public function orderLog($order, $action, $entry)
    {
        $this->calls[] = "log $action $entry";
    }

    public function changeOrderStatus($order, $status)
    {
        $this->calls[] = "change $order $status";
        $this->wasOurs = Bridge::$isOurs;
        $this->modx->switchContext('shop');
        if ($status === 4) {
            return '<b>Установлен финальный статус.</b>';
        }
        $this->modx->pdo->exec("UPDATE modx_ms2_orders SET status = $status WHERE id = $order");
        return true;
    }
}

$shop = function () {
    $modx = miniShop2();
    $modx->pdo->exec("INSERT INTO modx_ms2_order_statuses (id, name, active, final, fixed, rank) VALUES (6, 'Ошибка API', 1, 0, 0, 9)");
    $component = new FakeMiniShop2($modx);
    return [$modx, $component, new ShopCommand($modx, Shop::of($modx))];
};
$request = ['job' => 17, 'order' => 3, 'num' => '2611/3', 'expect_status' => null, 'set_status' => null, 'comment' => null];
$comment = function (FakeModx $modx) {
    return $modx->pdo->query('SELECT comment FROM modx_ms2_orders WHERE id = 3')->fetchColumn();
};

return [
    'a status is changed by miniShop2, as our own change, and the context comes back' => function () use ($shop, $request) {
        list($modx, $component, $command) = $shop();
        $answer = $command->update(['expect_status' => 1, 'set_status' => 2] + $request);
        expectSame(['applied' => true, 'status' => 2, 'status_before' => 1, 'reason' => null], $answer, 'the answer');
        expectSame([true, false], [$component->wasOurs, Bridge::$isOurs], 'the mark');
        expectSame('web', $modx->context->key, 'the context');
    },
    'a status that somebody has changed stays' => function () use ($shop, $request) {
        list(, $component, $command) = $shop();
        $answer = $command->update(['expect_status' => 2, 'set_status' => 3] + $request);
        expectSame([false, 1], [$answer['applied'], $answer['status']], 'the answer');
        expectSame([], $component->calls, 'the calls');
    },
    'a status that is there already counts as applied' => function () use ($shop, $request) {
        list(, $component, $command) = $shop();
        $answer = $command->update(['expect_status' => 2, 'set_status' => 1] + $request);
        expectSame([true, 1], [$answer['applied'], $answer['status']], 'the answer');
        expectSame([], $component->calls, 'the calls');
    },
    'what miniShop2 refuses is told in its words' => function () use ($shop, $request) {
        list(, , $command) = $shop();
        $answer = $command->update(['set_status' => 4] + $request);
        expectSame([false, 1, 1, 'Установлен финальный статус.'], array_values($answer), 'the answer');
    },
    'the way back from the error status sends no mails' => function () use ($shop, $request) {
        list($modx, $component, $command) = $shop();
        $modx->pdo->exec('UPDATE modx_ms2_orders SET status = 6 WHERE id = 3');
        $answer = $command->update(['expect_status' => 6, 'set_status' => 1] + $request);
        expectSame([true, 1], [$answer['applied'], $answer['status']], 'the answer');
        expectSame(['log status 1'], $component->calls, 'the calls');
    },
    'a comment is appended once for a job, in the column that managers see' => function () use ($shop, $request, $comment) {
        list($modx, , $command) = $shop();
        $modx->pdo->exec("UPDATE modx_ms2_orders SET comment = 'менеджер: перезвонить', properties = '{\"a\":1}' WHERE id = 3");
        $command->update(['comment' => 'Frontpad: принят'] + $request);
        $answer = $command->update(['comment' => 'Frontpad: принят'] + $request);
        expectSame("менеджер: перезвонить\nFrontpad: принят", $comment($modx), 'the comment');
        expectSame(true, $answer['applied'], 'applied');
        $command->update(['comment' => 'Frontpad: в пути', 'job' => 18] + $request);
        expect(substr($comment($modx), -strlen('в пути')) === 'в пути', 'another job must append its own');
        $properties = $modx->pdo->query('SELECT properties FROM modx_ms2_orders WHERE id = 3')->fetchColumn();
        expectSame(1, json_decode($properties, true)['a'], 'what the shop keeps there');
    },
    'a job of another database of the queue appends its own comment' => function () use ($shop, $request, $comment) {
        list($modx, , $command) = $shop();
        $command->update(['comment' => 'one'] + $request);
        $command->update(['comment' => 'two'] + $request);
        expectSame("one\ntwo", $comment($modx), 'the comment');
    },
    'a comment that has no room left is not cut into the words of a person' => function () use ($shop, $request) {
        list($modx, , $command) = $shop();
        $modx->pdo->exec("UPDATE modx_ms2_orders SET comment = '" . str_repeat('x', 60000) . "' WHERE id = 3");
        $answer = $command->update(['comment' => 'Frontpad: принят'] + $request);
        expectSame([false, 'the comment of the order is full'], [$answer['applied'], $answer['reason']], 'the answer');
    },
    'an order of another time under the same id is left alone' => function () use ($shop, $request, $comment) {
        list($modx, $component, $command) = $shop();
        $modx->pdo->exec("UPDATE modx_ms2_orders SET createdon = '2026-11-24 10:00:00' WHERE id = 3");
        $ask = ['expect_status' => 1, 'set_status' => 2, 'comment' => 'Frontpad: принят'] + $request;
        foreach (['2026-11-24 09:59:57', '2026-11-24 10:00:03', '2025-01-01 00:00:00'] as $time) {
            $answer = $command->update(['createdon' => $time] + $ask);
            expectSame([false, 1], [$answer['applied'], $answer['status']], "the answer for $time");
            expect(strpos($answer['reason'], $time) !== false, 'the reason must name both times');
        }
        expectSame([[], ''], [$component->calls, trim((string)$comment($modx))], 'what was changed');
        foreach (['2026-11-24 09:59:58', '2026-11-24 10:00:02'] as $index => $time) {
            $answer = $command->update(['createdon' => $time, 'set_status' => null, 'job' => $index] + $ask);
            expectSame(true, $answer['applied'], "applied for $time");
        }
        expectSame(true, $command->update(['createdon' => null] + $ask)['applied'], 'applied without a time');
    },
    'an order that the shop does not have is told' => function () use ($shop, $request) {
        list(, , $command) = $shop();
        $answer = $command->update(['order' => 99, 'set_status' => 2] + $request);
        expectSame([false, null], [$answer['applied'], $answer['status']], 'the answer');
    },
    'the command line reads times as the web server writes them' => function () {
        $files = new FrontpadQueue\QueueFiles(temporaryFolder() . '/queue.db');
        mkdir($files->spool());
        $own = date_default_timezone_get();
        $clock = new FrontpadQueue\ShopClock($files);
        $clock->adopt();
        expectSame($own, date_default_timezone_get(), 'the zone before the web server has said one');
        date_default_timezone_set('UTC');
        $clock->note();
        date_default_timezone_set(PHP_VERSION_ID < 70100 ? 'UTC' : 'Asia/Yekaterinburg');
        $clock->adopt();
        expectSame('UTC', date_default_timezone_get(), 'the zone');
        file_put_contents($files->spool() . '/.timezone', '/etc/passwd');
        $clock->adopt();
        expectSame('UTC', date_default_timezone_get(), 'the zone after nonsense');
        date_default_timezone_set($own);
    },
    'a question for orders is answered with whole documents' => function () use ($shop) {
        list($modx, , $command) = $shop();
        $lines = [];
        $print = function ($line) use (&$lines) {
            $lines[] = json_decode($line, true);
        };
        $command->resync(['since' => '2026-11-23 20:00:00'], $print);
        expectSame([3, 4, 5], array_map('intval', array_column($lines, 'id')), 'the orders');
        expectSame(['import'], array_values(array_unique(array_column($lines, 'event'))), 'the events');
        $lines = [];
        $command->resync(['since' => 0, 'statuses' => [2]], $print);
        expectSame([1], array_map('intval', array_column($lines, 'id')), 'the orders of a status');
        $lines = [];
        $command->resync(['since' => '2026-11-23 20:00:00', 'after' => 3, 'limit' => 1], $print);
        expectSame([4], array_map('intval', array_column($lines, 'id')), 'the next orders');
    },
];
