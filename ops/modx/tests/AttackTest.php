<?php

// What a stranger, a buyer or another site tries. More of it stands beside what it attacks: Forms, Page, Hook, Customer, Doors.

use FrontpadQueue\Bridge;
use FrontpadQueue\FormToken;
use FrontpadQueue\Html;
use FrontpadQueue\OrderStates;
use FrontpadQueue\Page\ManagerPage;
use FrontpadQueue\Programs;
use FrontpadQueue\QueueFiles;
use FrontpadQueue\Shop;
use FrontpadQueue\ShopCommand;

$files = function (string $folder, string $pattern): array {
    $found = [];
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(dirname(__DIR__) . "/$folder", FilesystemIterator::SKIP_DOTS)) as $file) {
        if (preg_match($pattern, $file->getFilename())) {
            $found[$file->getFilename()] = file_get_contents($file->getPathname());
        }
    }
    return $found;
};

return [
    'a buyer who posts money into the order changes nothing but his own fields' => function () {
        $modx = miniShop2();
        $bridge = bridge($modx);
        // Every spelling under which miniShop2 would write the column.
        foreach (['properties', 'Properties', ' properties', "properties\n", 'PROPERTIES '] as $key) {
            $modx->event->returnedValues = null;
            $bridge->handle('msOnBeforeAddToOrder', ['key' => $key, 'value' => '{"sale_amount":500}']);
            expectSame('', $modx->event->returnedValues['value'], "the value of «{$key}»");
        }
        foreach (['extfld_score', 'extfld_sale', 'score', 'frontpad_score', 'extfld_order.delivery_cost'] as $key) {
            $bridge->handle('msOnBeforeAddToOrder', ['key' => $key, 'value' => '99999']);
        }
        $document = Shop::of($modx)->order(3);
        expectSame(null, $document['properties'], "the order's own properties, where the queue looks for money");
    },
    'a phone that is cut or padded does not fit an order' => function () {
        $shop = Shop::of(miniShop2());
        $own = $shop->order(3)['address']['phone'];
        $num = $shop->order(3)['num'];
        expect($shop->orderOfBuyer($num, $own) !== null, 'the own phone must fit');
        $digits = preg_replace('/\D/', '', $own);
        foreach (['', '0', substr($digits, -4), substr($digits, -9), substr($digits, 0, 9), '%', '_', "' OR '1'='1", $digits . '0'] as $phone) {
            expectSame(null, $shop->orderOfBuyer($num, $phone), "the order for the phone «{$phone}»");
        }
        foreach (['%', '', "x' OR '1'='1", '3'] as $other) {
            expectSame(null, $shop->orderOfBuyer($other, $own), "the order for the number «{$other}»");
        }
    },
    'an order without a phone fits nobody' => function () {
        $modx = miniShop2();
        $modx->pdo->exec("UPDATE modx_ms2_order_addresses SET phone = ''");
        $shop = Shop::of($modx);
        foreach (['', '0000000000', 'abcdefghij', '          '] as $phone) {
            expectSame(null, $shop->orderOfBuyer($shop->order(3)['num'], $phone), 'the order');
        }
    },
    'HTML and tags in words of Frontpad stay text wherever they are shown' => function () {
        $evil = '<img src=x onerror=alert(1)>&lt;b&gt;[[!Evil]]{$x}"\'`';
        $json = json_encode(['order_id' => 3, 'crm_state' => $evil, 'reason' => $evil, 'crm_order_number' => $evil, 'events' => []],
            JSON_HEX_APOS);
        $states = new OrderStates(miniShop2(), new Programs(program("cat <<'END'\n$json\nEND", 'frontpad-queue'), new QueueFiles('/none')));
        $html = $states->story('3');
        expect(!preg_match('/<img|\[\[|\{\$|"\s*>\s*<img/', $html), "it must stay text: $html");
        // What looks like HTML already is shown as it was written, and not decoded.
        expect(strpos(Html::escape('&lt;b&gt;'), '&amp;lt;b&amp;gt;') === 0, 'entities must not be decoded');
        $modx = miniShop2();
        $command = new ShopCommand($modx, Shop::of($modx));
        $command->update(['job' => 1, 'order' => 3, 'num' => '3', 'expect_status' => null, 'set_status' => null, 'comment' => $evil]);
        expectSame($evil, $modx->pdo->query('SELECT comment FROM modx_ms2_orders WHERE id = 3')->fetchColumn(), 'the comment, to the letter');
        $answer = $command->update(['job' => 2, 'order' => 3, 'num' => '3', 'expect_status' => null, 'set_status' => null, 'comment' =>
            str_repeat('ж', 35000)]);
        expectSame(false, $answer['applied'], 'a comment of 70,000 bytes');
    },
    'where PHP may start no programs, forms and page say so and break nothing' => function () {
        if (!extension_loaded('session')) {
            return;
        }
        $code = 'require $argv[1]; $_SESSION = []; $modx = miniShop2(); $modx->config += ["frontpadqueue_db" => "/none/queue.db"];'
            . '$page = new FrontpadQueue\Page\ManagerPage($modx, new FrontpadQueue\Bridge($modx)); echo $page->html([]);'
            . '$form = new FrontpadQueue\CertificateForm($modx, (new FrontpadQueue\Bridge($modx))->programs(), new '
            . 'FrontpadQueue\VisitorLimit(sys_get_temp_dir() . "/fpq-" . getmypid())); $token = new FrontpadQueue\FormToken("form.certificate");'
            . 'echo $form->placeholders(["frontpad_form" => "certificate", "number" => "1", "frontpad_token" => $token->value()], [])["state"];'
            . 'exec("rm -rf " . escapeshellarg(sys_get_temp_dir() . "/fpq-" . getmypid()));';
        exec(command([PHP_BINARY, '-d', 'disable_functions=proc_open', '-r', $code, __DIR__ . '/standins.php']) . ' 2>&1', $output, $status);
        $text = implode("\n", $output);
        expectSame(0, $status, 'the exit status');
        expect(strpos($text, 'proc_open is switched off') !== false, 'the page must say why');
        expect(substr($text, -11) === 'unavailable', "the form's state must be unavailable, not " . substr($text, -60));
    },
    'no form works from another site, and no token fits two purposes' => function () {
        if (!extension_loaded('session')) {
            return;
        }
        $_SESSION = [];
        $purposes = ['page', 'form.status', 'form.certificate'];
        $values = array_map(function ($purpose) {
            return (new FormToken($purpose))->value();
        }, $purposes);
        expectSame(3, count(array_unique($values)), 'the different tokens');
        $other = $_SESSION;
        $_SESSION = [];
        foreach ($purposes as $index => $purpose) {
            expect(!(new FormToken($purpose))->isIn([FormToken::NAME => $values[$index]]), "another session's token of $purpose");
            (new FormToken($purpose))->value();
            expect(!(new FormToken($purpose))->isIn([FormToken::NAME => $values[$index]]), "another session's token of $purpose");
        }
        expect($other !== $_SESSION, 'each session must have its own secret');
        $headers = implode("\n", ManagerPage::HEADERS);
        foreach (["frame-ancestors 'none'", 'X-Frame-Options: DENY', "default-src 'none'", "form-action 'self'", 'no-store'] as $header) {
            expect(strpos($headers, $header) !== false, "the page must send $header");
        }
    },
    'no file of the package that the web server reaches does anything by itself' => function () use ($files) {
        foreach ($files('assets', '/\.php$/') as $name => $code) {
            expect(in_array($name, ['hook.php', 'connector.php'], true), "$name is new: is it checked?");
        }
        expect(strpos($files('assets', '/^connector\.php$/')['connector.php'], 'handleRequest') !== false, "MODX's own checks must be used");
        foreach ($files('core/processors', '/\.php$/') as $name => $code) {
            expect(strpos($code, 'hasPermission(') !== false, "$name must check a permission");
        }
        expect(strpos(file_get_contents(dirname(__DIR__) . '/core/apply.php'), "PHP_SAPI !== 'cli'") !== false, 'apply.php is no page');
    },
    'no script of the package puts a text into a page as HTML' => function () use ($files) {
        foreach ($files('assets/js', '/\.js$/') as $name => $code) {
            expect(!preg_match('/innerHTML|insertAdjacentHTML|document\.write|eval\(/', $code), "$name must not write HTML");
        }
    },
];
