<?php

use FrontpadQueue\Bridge;
use FrontpadQueue\FormToken;
use FrontpadQueue\Page\ManagerPage;

if (!extension_loaded('session')) {
    return [];
}
$_SESSION = [];

final class FakeCache
{
    public $refreshed = [];

    public function refresh($partitions)
    {
        $this->refreshed[] = array_keys($partitions);
    }
}

/** A shop whose programs print the JSON of the tests, and keep the words and the input that they get. */
$shop = function (array $answers = [], int $exit = 0): array {
    $folder = temporaryFolder();
    foreach ($answers as $name => $answer) {
        file_put_contents("$folder/$name.json", is_string($answer) ? $answer : json_encode($answer));
    }
    $lines = "#!/bin/sh\necho \"\$(basename \$0) \$*\" >> $folder/calls\n"
        . "[ \"\$1\" = settings ] && cat >> $folder/input\n[ -f $folder/\$1.json ] && cat $folder/\$1.json\n"
        . "[ $exit = 0 ] || echo \"\$(basename \$0): it is <refused>\" >&2\nexit $exit\n";
    foreach (['frontpad-queue', 'frontpad-enqueue', 'frontpad-crm'] as $name) {
        file_put_contents("$folder/$name", $lines);
        chmod("$folder/$name", 0700);
    }
    $modx = miniShop2();
    $modx->cacheManager = new FakeCache();
    $modx->fill('context', [['key' => 'mgr'], ['key' => 'web']]);
    $modx->fill('site_content', [['id' => 3, 'pagetitle' => 'Маргарита <b>', 'deleted' => 0], ['id' => 4, 'pagetitle' => 'Другая',
        'deleted' => 0]]);
    $modx->fill('ms2_payments', [['id' => 1, 'name' => 'Наличные', 'active' => 1]]);
    $modx->fill('ms2_deliveries', [['id' => 2, 'name' => 'Курьер <b>', 'active' => 1]]);
    foreach (['send_status' => '', 'payments' => '1:2, 9:7', 'cancel_statuses' => '4', 'delivery_article' => 'DELIVERY',
        'point' => 'city| Пермь:1'] as $key => $value) {
        $modx->pdo->exec("INSERT INTO modx_system_settings VALUES ('frontpadapi_$key', '$value', 'frontpadqueue')");
    }
    $modx->config += ['frontpadqueue_db' => "$folder/queue.db", 'frontpadqueue_command' => "$folder/frontpad-enqueue"];
    return [new ManagerPage($modx, new Bridge($modx)), $modx, $folder];
};
$token = function (): array {
    return [FormToken::NAME => (new FormToken('page'))->value()];
};
$calls = function (string $folder): array {
    return is_file("$folder/calls") ? file("$folder/calls", FILE_IGNORE_NEW_LINES) : [];
};
$said = function (): array {
    $said = $_SESSION[ManagerPage::SAID];
    unset($_SESSION[ManagerPage::SAID]);
    return $said;
};
$order = ['order_id' => 7, 'num' => '2611/7', 'createdon' => 1795822971061, 'crm_state' => 'in_doubt', 'is_archived' => 0,
    'incarnation' => 1, 'cancelled_at' => null, 'reason' => 'cut off <i>'];
$status = ['orders' => ['new' => 1, 'sent' => 2], 'workers' => [['heartbeat_at' => time() * 1000, 'is_dead' => false]],
    'queues' => [['name' => 'crm', 'paused_at' => 1, 'paused_by' => 'me', 'pause_reason' => 'the <kitchen> moves']],
    'spool' => ['waiting' => 3, 'refused' => 0], 'to_be_done' => ['do <this>']];

return [
    'a Russian manager reads in Russian what is to be done' => function () use ($shop, $status) {
        list($page, $modx) = $shop(['status' => $status + ['to_be_done_ru' => ['сделайте <это>']]]);
        expect(strpos($page->html(['tab' => 'overview']), 'do &lt;this&gt;') !== false, 'the English tasks');
        $modx->config['manager_language'] = 'ru';
        $html = $page->html(['tab' => 'overview']);
        expect(strpos($html, 'сделайте &lt;это&gt;') !== false && strpos($html, 'do &lt;this') === false, 'the Russian tasks');
    },
    'every tab shows what the programs say, as text' => function () use ($shop, $order, $status) {
        $job = ['kind' => 'send_order', 'state' => 'discarded', 'subject' => 'order:7', 'attempt' => 2, 'reason' => '<u>', 'args' =>
            'Иван', 'inserted_at' => time() * 1000, 'finished_at' => null];
        list($page) = $shop(['status' => $status, 'orders' => [$order], 'order' => $order, 'list' => [$job, ['inserted_at' => 1] + $job],
            'products' => ['fetched_at' => 1, 'products' => []],
            'articles' => [['article' => '<A>', 'product_id' => 3, 'changed_at' => 1, 'checked_at' => null]]]);
        $seen = ['overview' => ['do &lt;this&gt;', '&lt;kitchen&gt;', 'worker_works', 'spool_waiting'], 'orders' => ['2611/7', 'cut off '
            . '&lt;i&gt;', 'button_found'], 'articles' => ['&lt;A&gt;', 'resource/update&amp;id=3'], 'mappings' => ['Наличные',
            'Курьер &lt;b&gt;', 'value="7"', 'value="city| Пермь:1"', 'value="DELIVERY"'], 'journal' => ['&lt;u&gt;', 'job_discarded',
            'kind_send_order'], 'prices' => ['prices_none'], 'order' => ['2611/7', 'state_in_doubt', 'button_missing']];
        foreach (array_keys(ManagerPage::TABS) as $tab) {
            $html = $page->html(['tab' => $tab, 'order' => '7'] + ($tab === 'orders' ? ['state' => 'in_doubt'] : []));
            foreach ($seen[$tab] as $text) {
                expect(strpos($html, $text) !== false, "«{$text}» must be in $tab");
            }
            expect(!preg_match('/<(script|i|u|this|kitchen|A|b)>|\son\w+=|style=/', $html), "$tab must have no code and no foreign HTML");
            expectSame(1, substr_count($html, 'aria-current="page"') + ($tab === 'order' ? 1 : 0), "the marked tab of $tab");
            preg_match_all('/<(input|select)\s[^>]*id="([^"]+)"/', $html, $fields);
            foreach ($fields[2] as $id) {
                expect(strpos($html, "<label for=\"$id\">") !== false, "the field $id of $tab must have a label");
            }
            expectSame(count($fields[2]), count(array_unique($fields[2])), "the ids of $tab");
        }
        expectSame(2, substr_count($page->html(['tab' => 'journal']), '<tr>'), 'the rows of the last 30 days, with the heading');
        expect(strpos($page->html(['tab' => 'journal']), 'Иван') === false, 'the arguments of a job must not be shown');
    },
    'a queue that cannot be read is said in every tab' => function () use ($shop) {
        list($page) = $shop([], 66);
        foreach (['overview', 'orders', 'articles', 'journal', 'order'] as $tab) {
            expect(strpos($page->html(['tab' => $tab, 'order' => '7']), 'it is &lt;refused&gt;') !== false, "$tab must say it");
        }
    },
    'a table that the shop does not have breaks no page' => function () use ($shop) {
        list($page, $modx) = $shop();
        $modx->pdo->exec('DROP TABLE modx_ms2_payments');
        expect(strpos($page->html(['tab' => 'mappings']), 'frontpadqueue_unreadable') !== false, 'it must be said');
        expectSame(1, count($modx->logged), 'the log');
    },
    'each button runs its command, and its answer is said once' => function () use ($shop, $token, $calls, $said) {
        list($page, , $folder) = $shop(['resolve' => '{}']);
        $clicks = [
            ['found', ['number' => '143'], 'frontpad-queue resolve --sent 143 7'],
            ['missing', ['sure' => '1'], 'frontpad-queue resolve --not-sent 7'],
            ['send', [], 'frontpad-enqueue send 7'],
            ['cancel', [], 'frontpad-enqueue cancel 7'],
        ];
        foreach ($clicks as list($action, $more, $call)) {
            $address = $page->act($more + ['tab' => 'orders', 'action' => $action, 'order' => '7'] + $token());
            expect(strpos($address, 'tab=orders') !== false, 'the next address');
            expectSame($call, array_slice($calls($folder), -1)[0], 'the command');
            expect(strpos($page->html(['tab' => 'articles']), "done_$action") !== false, 'the answer must be said');
            expect(strpos($page->html(['tab' => 'articles']), "done_$action") === false, 'and only once');
        }
        list($page) = $shop([], 1);
        $page->act(['tab' => 'orders', 'action' => 'send', 'order' => '7'] + $token());
        expectSame([false, 'frontpadqueue_not_done 7 it is <refused>'], $said(), 'a refusal');
    },
    'a paused queue is resumed, and no other word is a queue' => function () use ($shop, $token, $calls, $status) {
        list($page, , $folder) = $shop(['status' => $status]);
        expect(strpos($page->html([]), 'button_resume') !== false, 'there must be a button');
        foreach (['--all', '', 'x', 'crm'] as $queue) {
            $page->act(['tab' => 'overview', 'action' => 'resume', 'queue' => $queue] + $token());
        }
        expectSame(['frontpad-queue resume crm'], array_values(preg_grep('/resume/', $calls($folder))), 'the calls');
    },
    'an archived order is named with its life' => function () use ($shop, $order, $token, $calls) {
        list($page, , $folder) = $shop(['orders' => [['is_archived' => 1] + $order]]);
        expect(strpos($page->html(['tab' => 'orders']), 'name="order" value="7@1"') !== false, 'the name');
        $page->act(['tab' => 'orders', 'action' => 'send', 'order' => '7@1'] + $token());
        expectSame('frontpad-enqueue send 7@1', array_slice($calls($folder), -1)[0], 'the command');
    },
    'nothing is done without the token, or with one of another form' => function () use ($shop, $calls, $said) {
        list($page, , $folder) = $shop();
        foreach ([null, '', 'x', ['x'], (new FormToken('form.status'))->value()] as $given) {
            foreach (['overview' => 'check', 'orders' => 'send', 'mappings' => 'save'] as $tab => $action) {
                $page->act(['tab' => $tab, 'action' => $action, 'order' => '7', FormToken::NAME => $given]);
                expectSame([false, 'frontpadqueue_stale '], $said(), 'the answer');
            }
        }
        expectSame([], $calls($folder), 'the calls');
    },
    'who may not change orders or settings sees no buttons and does nothing' => function () use ($shop, $token, $calls, $said, $order) {
        list($page, $modx, $folder) = $shop(['orders' => [$order], 'order' => $order]);
        $modx->forbidden = ['msorder_save', 'settings', 'msorder_view'];
        expect(strpos($page->html(['tab' => 'orders']), 'name="action"') === false, 'there must be no buttons');
        foreach (['mappings', 'order'] as $tab) {
            expect(strpos($page->html(['tab' => $tab, 'order' => '7']), 'frontpadqueue_forbidden') !== false, "$tab must be refused");
        }
        $before = $calls($folder);
        foreach ([['orders', 'send'], ['order', 'missing'], ['mappings', 'save'], ['articles', 'check'], ['orders', 'nothing']] as $each) {
            $page->act(['tab' => $each[0], 'action' => $each[1], 'order' => '7', 'sure' => '1', 'set' => ['send_status' => '2']] + $token());
            expectSame([false, 'frontpadqueue_forbidden '], $said(), 'the answer');
        }
        expectSame($before, $calls($folder), 'the calls');
        $modx->forbidden = ['msorder_list'];
        $page->act(['tab' => 'overview', 'action' => 'check'] + $token());
        expectSame([false, 'frontpadqueue_forbidden '], $said(), 'the answer');
    },
    'no text of a form becomes an option of a command' => function () use ($shop, $token, $calls) {
        list($page, , $folder) = $shop();
        foreach (['--help', '-1', '7 --db /x', "7\n--all", '', '7@', ['7']] as $evil) {
            $page->act(['tab' => 'orders', 'action' => 'send', 'order' => $evil] + $token());
            $page->act(['tab' => 'orders', 'action' => 'found', 'order' => '7', 'number' => $evil === '' ? '-5' : $evil] + $token());
        }
        $page->act(['tab' => 'orders', 'action' => 'missing', 'order' => '7'] + $token());
        expectSame([], $calls($folder), 'the calls');
        foreach (['--all', '-x', "a\n--x", ';id'] as $evil) {
            $page->html(['tab' => 'journal', 'order' => $evil, 'kind' => '--x', 'state' => ['a']]);
            $page->html(['tab' => 'order', 'order' => $evil]);
            $page->html(['tab' => 'orders', 'state' => $evil]);
        }
        foreach ($calls($folder) as $call) {
            expect(strpos($call, 'orders --json --state ') !== false, "this must not be called: $call");
        }
    },
    'settings are checked by the queue, then stored in MODX' => function () use ($shop, $token, $said) {
        $value = function ($modx, $key) {
            return $modx->pdo->query("SELECT value FROM modx_system_settings WHERE `key` = 'frontpadapi_$key'")->fetchColumn();
        };
        list($page, $modx, $folder) = $shop();
        $set = ['send_status' => '2', 'payments' => ['key' => ['1', '9', ''], 'value' => ['3', '', '5']], 'cancel_statuses' => ['0', '4', '3'],
            'delivery_article' => 'DELIVERY', 'secret' => 'stolen', 'point' => ['key' => 'x']];
        $page->act(['tab' => 'mappings', 'action' => 'save', 'set' => $set] + $token());
        expectSame([true, 'frontpadqueue_saved_settings 4'], $said(), 'the answer');
        expectSame(['2', '1:3', '4,3', 'DELIVERY', ''], array_map(function ($key) use ($modx, $value) {
            return $value($modx, $key);
        }, ['send_status', 'payments', 'cancel_statuses', 'delivery_article', 'point']), 'the values');
        expectSame(['frontpadapi_send_status' => '2', 'frontpadapi_cancel_statuses' => '4,3', 'frontpadapi_payments' => '1:3',
            'frontpadapi_point' => ''], json_decode(file_get_contents("$folder/input"), true), 'what the queue gets');
        expectSame([['system_settings']], $modx->cacheManager->refreshed, 'the cache');
        $page->act(['tab' => 'mappings', 'action' => 'save', 'set' => ['send_status' => '2']] + $token());
        expectSame([true, 'frontpadqueue_save_nothing '], $said(), 'nothing new');
        list($page, $modx) = $shop([], 65);
        $page->act(['tab' => 'mappings', 'action' => 'save', 'set' => ['send_status' => 'x']] + $token());
        expectSame([false, 'frontpadqueue_save_refused it is <refused>'], $said(), 'a refusal');
        expectSame('', $value($modx, 'send_status'), 'the value after a refusal');
    },
    'prices of Frontpad are taken for chosen products, from its list and not from the form' => function () use ($shop, $token, $said) {
        list(, $modx) = $shop();
        $rows = $modx->pdo->query('SELECT id, article FROM modx_ms2_products WHERE id IN (3, 4) ORDER BY id')->fetchAll(PDO::FETCH_KEY_PAIR);
        list($page, $modx) = $shop(['products' => ['fetched_at' => 1, 'products' => [['article' => $rows[3], 'price' => '777'],
            ['article' => $rows[4], 'price' => '888'], ['article' => 'x', 'price' => '<i>']]]]);
        $html = $page->html(['tab' => 'prices']);
        expect(strpos($html, 'Маргарита &lt;b&gt;') !== false && strpos($html, '777') !== false, 'the difference must be shown');
        $price = function ($id) use ($modx) {
            return (float)$modx->pdo->query("SELECT price FROM modx_ms2_products WHERE id = $id")->fetchColumn();
        };
        $before = $price(4);
        $page->act(['tab' => 'prices', 'action' => 'take', 'products' => ['3', '99', ['4'], '4 OR 1'], 'price' => '1'] + $token());
        expectSame([true, 'frontpadqueue_prices_taken 1'], $said(), 'the answer');
        expectSame([777.0, $before], [$price(3), $price(4)], 'the prices');
        $page->act(['tab' => 'prices', 'action' => 'take'] + $token());
        expectSame(false, $said()[0], 'nothing chosen');
        $modx->forbidden = ['msproduct_save'];
        $page->act(['tab' => 'prices', 'action' => 'take', 'products' => ['4']] + $token());
        expectSame([false, 'frontpadqueue_forbidden '], $said(), 'without the permission');
    },
    'the test of the connection names what is wrong' => function () use ($shop, $token, $said) {
        list($page) = $shop(['doctor' => [['check' => 'disk', 'verdict' => 'ok', 'text' => 'free'], ['check' => 'workers', 'verdict' =>
            'problem', 'text' => 'none <b>']], 'settings' => ['problems' => ['the secret is wrong'], 'notes' => []], 'stops' => '{}']);
        $page->act(['tab' => 'overview', 'action' => 'check'] + $token());
        expectSame(false, $_SESSION[ManagerPage::SAID][0], 'the verdict');
        $html = $page->html(['tab' => 'overview']);
        foreach (['workers: none &lt;b&gt;', 'the secret is wrong', 'check_answers'] as $text) {
            expect(strpos($html, $text) !== false, "$text must be shown");
        }
    },
    'every sentence of the page is there' => function () {
        $_lang = [];
        require dirname(__DIR__) . '/core/lexicon/ru/manager.inc.php';
        $used = [];
        foreach (glob(dirname(__DIR__) . '/core/src/Page/*.php') as $path) {
            preg_match_all('/say\((?:\$\w+ \? )?\'(\w+[a-z])\'(?: : \'(\w+)\')?/', file_get_contents($path), $found);
            $used = array_merge($used, $found[1], array_filter($found[2]));
        }
        $lacking = array_diff(array_map(function ($key) {
            return "frontpadqueue_$key";
        }, array_unique($used)), array_keys($_lang));
        expect(count($used) > 80, 'the sentences must be found');
        expectSame([], array_values($lacking), 'what is lacking');
    },
];
