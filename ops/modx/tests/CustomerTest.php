<?php

use FrontpadQueue\BuyerPoints;
use FrontpadQueue\CustomerEvents;
use FrontpadQueue\Programs;
use FrontpadQueue\QueueFiles;
use FrontpadQueue\Shop;
use FrontpadQueue\StopList;

if (!extension_loaded('session')) {
    return [];
}

/** A buyer who is logged in, or not. */
final class FakeUser
{
    public $isLoggedIn = true;
    public $phone = '+7 (900) 000-00-01';

    public function get($name)
    {
        return 5;
    }

    public function isAuthenticated($context)
    {
        return $this->isLoggedIn;
    }

    public function getOne($name)
    {
        return new FakeObject(['phone' => $this->phone]);
    }
}

/** The order that a checkout is about to store. */
final class FakeNewOrder
{
    public $values = ['cart_cost' => '500.50', 'properties' => '{"kept":1}'];

    public function get($name)
    {
        return isset($this->values[$name]) ? $this->values[$name] : null;
    }

    public function set($name, $value)
    {
        $this->values[$name] = $value;
    }
}

$shop = function (string $lines, array $config = []) {
    $_SESSION = [];
    $modx = miniShop2();
    $modx->user = new FakeUser();
    $modx->config += $config + ['frontpadqueue_points' => 1, 'frontpadqueue_stops' => 1];
    $modx->fill('site_content', [['id' => 3, 'pagetitle' => 'Маргарита <b>'], ['id' => 4, 'pagetitle' => 'Пепперони']]);
    $folder = temporaryFolder();
    $programs = new Programs(program("echo \"\$*\" >> $folder/calls; $lines", 'frontpad-crm'), new QueueFiles('/none/queue.db'));
    $stops = new StopList($programs, "$folder/cache");
    return [new CustomerEvents($modx, Shop::of($modx), $programs, $stops), $stops, $modx, $folder, $programs];
};
$articleOf = function ($modx, int $id): string {
    return $modx->pdo->query("SELECT article FROM modx_ms2_products WHERE id = $id")->fetchColumn();
};
$basket = function (array $lines) {
    $handler = new stdClass();
    $handler->ms2 = new stdClass();
    $handler->ms2->cart = new class($lines) {
        private $lines;

        public function __construct($lines)
        {
            $this->lines = $lines;
        }

        public function get()
        {
            return $this->lines;
        }
    };
    return ['data' => [], 'order' => $handler];
};
$checkout = function (array $entered) {
    return new class($entered) {
        private $entered;

        public function __construct($entered)
        {
            $this->entered = $entered;
        }

        public function get()
        {
            return $this->entered;
        }
    };
};
$client = 'cat > $0.input; echo \'{"name": "Иван", "score": "100"}\'';

return [
    'a stopped product is refused in the basket and at the checkout, with its name' => function () use ($shop, $basket, $articleOf) {
        list(, , $modx) = $shop('exit 1');
        $list = json_encode(['products' => [['article' => $articleOf($modx, 3), 'name' => 'x']]]);
        list($events, $stops, $modx) = $shop("echo '$list'");
        $stops->refresh(5000.0);
        $events->handle('msOnSubmitOrder', $basket(['a' => ['id' => 4, 'options' => []]]));
        $events->handle('msOnBeforeAddToCart', ['product' => new FakeObject(['id' => 4]), 'options' => []]);
        expectSame([], $modx->event->said, 'what is said of another product');
        $events->handle('msOnSubmitOrder', $basket(['a' => ['id' => 4], 'b' => ['id' => 3, 'options' => ['size' => 'L']]]));
        $events->handle('msOnBeforeAddToCart', ['product' => new FakeObject(['id' => 3]), 'options' => []]);
        expectSame(array_fill(0, 2, 'frontpadqueue_form_stopped «Маргарита &lt;b&gt;»'), $modx->event->said, 'what is said');
    },
    'an old, missing or broken list refuses nothing' => function () use ($shop, $basket, $articleOf) {
        foreach (['exit 69', 'echo nonsense', 'echo "{}"', 'kill -9 $$'] as $lines) {
            list($events, $stops, $modx) = $shop($lines);
            $events->handle('msOnSubmitOrder', $basket([['id' => 3]]));
            $stops->refresh(5000.0);
            $events->handle('msOnSubmitOrder', $basket([['id' => 3]]));
            expectSame([], $modx->event->said, "what is said after: $lines");
        }
        list($events, , $modx, $folder) = $shop('exit 1');
        @mkdir("$folder/cache");
        file_put_contents("$folder/cache/stops.json", json_encode(['at' => time() - 1000, 'articles' => [$articleOf($modx, 3) => 'x']]));
        $events->handle('msOnSubmitOrder', $basket([['id' => 3]]));
        expectSame([], $modx->event->said, 'what is said with an old list');
    },
    'Frontpad is asked for the stop list every five minutes at most, also when it does not answer' => function () use ($shop) {
        list(, $stops, , $folder) = $shop('exit 69');
        expect($stops->isDue(), 'it must be asked at first');
        $stops->refresh(5000.0);
        expect(!$stops->isDue(), 'and not again at once');
        expectSame("stops --fresh --json --wait 0\n", file_get_contents("$folder/calls"), 'the call');
    },
    'a modification that is stopped refuses its line, and the product without it stays' => function () use ($shop, $basket) {
        list(, , $modx) = $shop('exit 1');
        $row = $modx->pdo->query("SELECT id, rid, article FROM modx_msop_modifications WHERE article <> '' LIMIT 1")->fetch(PDO::FETCH_ASSOC);
        list($events, $stops, $modx) = $shop("echo '" . json_encode(['products' => [['article' => $row['article']]]]) . "'");
        $stops->refresh(5000.0);
        $events->handle('msOnSubmitOrder', $basket([['id' => 3, 'options' => ['modification' => $row['id']]]]));
        expectSame(1, count($modx->event->said), 'the refusals');
        $events->handle('msOnSubmitOrder', $basket([['id' => 3, 'options' => ['modification' => 0]]]));
        expectSame(1, count($modx->event->said), 'the refusals');
    },
    'points are entered by the server, and never above what Frontpad says, or the order costs' => function () use ($shop, $checkout, $client) {
        $tries = [['40', 40], ['100', 100], ['99999', 100], ['-5', 0], ['1e9', 0], [['50'], 0], ['0x10', 0], ['', 0]];
        foreach ($tries as list($wanted, $score)) {
            list($events, , $modx, , $programs) = $shop($client);
            expectSame(100, (new BuyerPoints($modx, $programs))->ask(), 'what Frontpad says');
            $order = new FakeNewOrder();
            $events->handle('msOnBeforeCreateOrder', ['msOrder' => $order, 'order' => $checkout(['frontpad_score' => $wanted, 'phone' =>
                '89000000001'])]);
            $properties = is_array($order->values['properties']) ? $order->values['properties'] : json_decode($order->values['properties'], true);
            expectSame([$score, 1], [isset($properties['frontpadqueue_score']) ? $properties['frontpadqueue_score'] : 0, $properties['kept']], 'the properties');
        }
        list($events, , $modx, , $programs) = $shop($client);
        (new BuyerPoints($modx, $programs))->ask();
        $order = new FakeNewOrder();
        $order->values['cart_cost'] = '30.90';
        $events->handle('msOnBeforeCreateOrder', ['msOrder' => $order, 'order' => $checkout(['frontpad_score' => '100', 'phone' => '89000000001'])]);
        expectSame(30, $order->values['properties']['frontpadqueue_score'], 'the points of a small order');
        expectSame(70, (new BuyerPoints($modx, $programs))->known(), 'what is left for the next order');
    },
    'a basket that forgets the field spends the points all the same, and once' => function () use ($shop, $checkout, $client) {
        list($events, , $modx, , $programs) = $shop($client);
        (new BuyerPoints($modx, $programs))->ask();
        $events->handle('msOnBeforeAddToOrder', ['key' => 'phone', 'value' => '7']);
        $events->handle('msOnBeforeAddToOrder', ['key' => 'frontpad_score', 'value' => '60']);
        foreach ([60, 0] as $score) {
            $order = new FakeNewOrder();
            $events->handle('msOnBeforeCreateOrder', ['msOrder' => $order, 'order' => $checkout(['phone' => '89000000001'])]);
            $properties = $order->values['properties'];
            expectSame($score, is_array($properties) ? $properties['frontpadqueue_score'] : 0, 'the points');
        }
    },
    'nobody spends the points of another' => function () use ($shop, $checkout, $client) {
        $order = new FakeNewOrder();
        $before = $order->values['properties'];
        $enter = function ($events, $phone = '89000000001') use ($order, $checkout) {
            $events->handle('msOnBeforeCreateOrder', ['msOrder' => $order, 'order' => $checkout(['frontpad_score' => '50', 'phone' => $phone])]);
        };
        list($events, , $modx, , $programs) = $shop($client);
        // Frontpad was not asked: a checkout does not wait for it.
        $enter($events);
        $modx->user->isLoggedIn = false;
        expectSame(0, (new BuyerPoints($modx, $programs))->ask(), 'the points of a guest');
        $enter($events);
        $modx->user->isLoggedIn = true;
        (new BuyerPoints($modx, $programs))->ask();
        $enter($events, '89000000002');
        $enter($events, '');
        // The buyer enters another phone into his profile.
        $modx->user->phone = '+7 (900) 000-00-02';
        $enter($events, '89000000002');
        $modx->user->phone = '1';
        (new BuyerPoints($modx, $programs))->ask();
        $enter($events, '1');
        list($events, , $modx, , $programs) = $shop($client, ['frontpadqueue_points' => 0]);
        (new BuyerPoints($modx, $programs))->ask();
        $enter($events);
        expectSame($before, $order->values['properties'], 'the properties of the order');
    },
    'the phone is not among the words of the command, and nothing but the points is kept' => function () use ($shop, $client) {
        list(, , $modx, $folder, $programs) = $shop($client);
        (new BuyerPoints($modx, $programs))->ask();
        (new BuyerPoints($modx, $programs))->ask();
        expectSame("client --json --wait 1 -\n", file_get_contents("$folder/calls"), 'the calls');
        expectSame(['phone', 'points', 'asked'], array_keys($_SESSION[BuyerPoints::KEY]), 'what the session keeps');
    },
];
