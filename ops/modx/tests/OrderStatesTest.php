<?php

use FrontpadQueue\OrderStates;
use FrontpadQueue\Programs;
use FrontpadQueue\QueueFiles;

$states = function (string $lines): OrderStates {
    return new OrderStates(miniShop2(), new Programs(program($lines, 'frontpad-queue'), new QueueFiles('/none/queue.db')));
};
$list = function (array $rows): string {
    return "echo '" . str_replace("'", '', json_encode($rows)) . "'";
};
$sent = ['order_id' => 3, 'crm_state' => 'sent', 'crm_order_number' => '143', 'is_archived' => 0, 'cancelled_at' => null, 'reason' => null];

return [
    'the grid gets a state in words for every order that it asks for' => function () use ($states, $list, $sent) {
        $rows = [$sent, ['order_id' => 4, 'crm_state' => 'failed', 'reason' => 'no article'] + $sent,
            ['order_id' => 5, 'crm_state' => 'new', 'cancelled_at' => 1] + $sent,
            ['order_id' => 6, 'is_archived' => 1] + $sent];
        $found = $states($list($rows))->of([3, 4, 5, 6, 7, 0]);
        expectSame([3 => 'sent', 4 => 'failed', 5 => 'cancelled', 6 => 'unknown', 7 => 'unknown'], array_map(function ($state) {
            return $state['state'];
        }, $found), 'the states');
        expect(strpos($found[3]['label'], '№ 143') !== false, 'the number in Frontpad must be shown');
        expectSame('no article', $found[4]['title'], 'the reason');
    },
    'a status of Frontpad is shown by its name, and not by its code' => function () use ($states, $sent) {
        $label = function ($status) use ($states, $sent) {
            return $states('exit 1')->state(['crm_status' => $status] + $sent)['label'];
        };
        expect(substr($label('В пути'), -strlen(': В пути')) === ': В пути', 'the name must be shown');
        expectSame($label(null), $label('10'), 'a code');
    },
    'orders older than the newest ones are asked for one by one' => function () use ($states, $list, $sent) {
        $rows = array_fill(0, OrderStates::NEWEST, ['order_id' => 900] + $sent);
        $found = $states("case \"\$1\" in orders) {$list($rows)};; order) {$list(['crm_state' => 'in_doubt'] + $sent)};; esac")->of([3, 4]);
        // The program's answer about order 3 is none about order 4.
        expectSame(['in_doubt', 'unknown'], [$found[3]['state'], $found[4]['state']], 'the states');
    },
    'a queue that cannot be read is said' => function () use ($states) {
        $found = $states('echo "frontpad-queue: no database" >&2; exit 66')->of([3]);
        expectSame(['unknown', 'no database'], [$found[3]['state'], $found[3]['title']], 'the state');
        expect(strpos($states('echo "frontpad-queue: no <database>" >&2; exit 66')->story('3'), 'no &lt;database&gt;') !== false,
            'the story must say why');
    },
    'the story shows every line of the program, as text' => function () use ($states, $list, $sent) {
        $story = "printf 'order 3: sent\\n\\n2026-11-28 03:16:14  <b>принят</b> [[+x]]\\n2026-11-28 03:16:15  магазин обновлён\\n'";
        $events = [['at' => 1795824974000, 'event' => 'sent', 'detail' => null], ['at' => 1795824975000, 'event' => 'x', 'detail' => null]];
        $html = $states("case \"\$2\" in --json) {$list(['reason' => '<i>why</i>', 'events' => $events] + $sent)};; *) $story;; esac")
            ->story('3');
        // The stand-in's word for the form of a time is the name of the word.
        $time = date('frontpadqueue_time_format :s', 1795824975);
        expect(strpos($html, "<time>$time</time> магазин обновлён") !== false, "the time $time of the shop's clock must be in $html");
        expectSame(2, substr_count($html, '<li>'), 'the lines');
        foreach (['&lt;b&gt;принят', '&#91;&#91;+x', '&lt;i&gt;why'] as $text) {
            expect(strpos($html, $text) !== false, "$text must be in $html");
        }
        expectSame('<p>frontpadqueue_order_unknown </p>', $states('exit 1')->story('3'), 'an order that the queue does not know');
    },
    'the column and the tab are added to the orders alone' => function () {
        $modx = miniShop2();
        $controller = new class {
            public $added = [];

            public function addHtml($html)
            {
                $this->added[] = $html;
            }

            public function addCss($url)
            {
                $this->added[] = $url;
            }

            public function addLastJavascript($url)
            {
                $this->added[] = $url;
            }
        };
        $screens = new FrontpadQueue\OrderScreens($modx);
        foreach ([[], ['page' => 'settings', 'controller' => $controller], ['page' => 'orders']] as $parameters) {
            $screens->add($parameters);
        }
        expectSame([], $controller->added, 'what is added elsewhere');
        $screens->add(['page' => 'orders', 'controller' => $controller]);
        expectSame(3, count($controller->added), 'what is added');
        expectSame(1, substr_count($controller->added[0], '</script>'), 'words that would end the script');
    },
    'every sentence of the manager is there in both languages' => function () {
        $used = [];
        foreach (glob(dirname(__DIR__) . '/core/src/*.php') as $path) {
            preg_match_all('/lexicon\(\'(frontpadqueue_\w+[a-z])\'/', file_get_contents($path), $found);
            $used = array_merge($used, $found[1]);
        }
        $keys = [];
        foreach (['ru', 'en'] as $language) {
            $_lang = [];
            require dirname(__DIR__) . "/core/lexicon/$language/manager.inc.php";
            $keys[$language] = array_keys($_lang);
        }
        expectSame($keys['ru'], $keys['en'], 'the keys');
        require dirname(__DIR__) . '/core/lexicon/ru/form.inc.php';
        expectSame([], array_values(array_diff($used, array_keys($_lang), $keys['ru'])), 'what is lacking');
    },
];
