<?php

use FrontpadQueue\BuyerForm;
use FrontpadQueue\CertificateForm;
use FrontpadQueue\FormToken;
use FrontpadQueue\Html;
use FrontpadQueue\Programs;
use FrontpadQueue\QueueFiles;
use FrontpadQueue\StatusForm;
use FrontpadQueue\VisitorLimit;

if (!extension_loaded('session')) {
    return [];
}
$_SESSION = [];

/** The programs of the queue: frontpad-crm does what the shell's lines say. */
$programs = function (string $lines): Programs {
    return new Programs(program($lines, 'frontpad-crm'), new QueueFiles(temporaryFolder() . '/queue.db'));
};
$status = function (string $lines, string $version = '2.9.3', string $captcha = '') use ($programs): StatusForm {
    return new StatusForm(miniShop2($version), $programs($lines), new VisitorLimit(temporaryFolder()), $captcha);
};
$certificate = function (string $lines, string $captcha = '', $modx = null) use ($programs): CertificateForm {
    return new CertificateForm($modx ?: miniShop2(), $programs($lines), new VisitorLimit(temporaryFolder()), $captcha);
};
$server = ['REQUEST_URI' => '/orders?a=1', 'REMOTE_ADDR' => '203.0.113.5'];
$send = function (BuyerForm $form, array $fields, array $more = []) use ($server): array {
    $token = new FormToken('form.' . $form->name());
    return $form->placeholders(['frontpad_form' => $form->name(), FormToken::NAME => $token->value()] + $fields, $more + $server);
};
$order = ['order' => '2611/3', 'phone' => '8 (912) 345-67-89'];
$phone = function (string $version): array {
    $modx = miniShop2($version);
    $row = $modx->pdo->query('SELECT * FROM modx_ms2_orders WHERE id = 3')->fetch(PDO::FETCH_ASSOC);
    $condition = isset($row['address']) ? "id = {$row['address']}" : 'order_id = 3';
    $phone = $modx->pdo->query("SELECT phone FROM modx_ms2_order_addresses WHERE $condition")->fetchColumn();
    return ['order' => $row['num'], 'phone' => $phone];
};
$sent = 'echo \'{"order_id": 3, "num": "2611/3", "crm_state": "sent", "crm_status_name": "В пути"}\'';

return [
    'number and phone of an order show its status in Frontpad, in every version' => function () use ($status, $send, $phone, $sent) {
        foreach (['2.9.3', '4.4.0'] as $version) {
            $fields = $phone($version);
            $fields['phone'] = '8 ' . substr(preg_replace('/\D/', '', $fields['phone']), -10);
            $shown = $send($status("echo \"\$*\" > \$0.words; $sent", $version), $fields);
            expectSame('found', $shown['state'], "the state in $version");
            expect(strpos($shown['result'], 'В пути') !== false, "the status must be in «{$shown['result']}»");
        }
    },
    'a wrong phone and a wrong number get the same answer, and Frontpad is not asked' => function () use ($status, $send, $phone) {
        $called = temporaryFolder() . '/called';
        $right = $phone('2.9.3');
        $answers = [];
        foreach ([['phone' => '+79990000000'] + $right, ['order' => '2611/999'] + $right, ['phone' => '9'] + $right,
            ['phone' => '----------'] + $right] as $fields) {
            $shown = $send($status("touch $called"), $fields);
            $answers[] = [$shown['state'], $shown['result']];
        }
        expectSame(1, count(array_unique($answers, SORT_REGULAR)), 'the number of different answers');
        expectSame('missing', $answers[0][0], 'the state');
        expect(!file_exists($called), 'Frontpad must not be asked');
    },
    'an answer of the program about another order is not shown' => function () use ($status, $send, $phone) {
        $shown = $send($status('echo \'{"order_id": 4, "crm_state": "sent", "crm_status_name": "Чужой"}\''), $phone('2.9.3'));
        expectSame('found', $shown['state'], 'the state');
        expect(strpos($shown['result'], 'Чужой') === false, 'the status of another order must not be shown');
    },
    'an order that the queue does not know shows the status in the shop' => function () use ($status, $send, $phone) {
        $shown = $send($status('exit 1'), $phone('2.9.3'));
        expectSame('found', $shown['state'], 'the state');
    },
    'the number of a certificate is not among the words of the command' => function () use ($certificate, $send) {
        $folder = temporaryFolder();
        $form = $certificate("echo \"\$*\" > $folder/words; cat > $folder/input; echo '{\"kind\":\"percent\",\"sale\":\"50\"}'");
        foreach (['--help', '-', 'GIFT $(id)', "'; touch x"] as $number) {
            $shown = $send($form, ['number' => $number]);
            expectSame('found', $shown['state'], 'the state');
            expectSame($number, file_get_contents("$folder/input"), 'the input');
            expectSame("certificate --json --wait 2 -\n", file_get_contents("$folder/words"), 'the words');
        }
    },
    'each end of the program has a sentence of its own' => function () use ($certificate, $send) {
        $ends = ['exit 1' => 'missing', 'exit 75' => 'later', 'exit 69' => 'unavailable', 'exit 78' => 'unavailable',
            'echo nonsense' => 'unavailable', 'kill -9 $$' => 'unavailable', 'echo \'{"kind":"amount","amount":"3000"}\'' => 'found'];
        foreach ($ends as $lines => $state) {
            $shown = $send($certificate($lines), ['number' => '1']);
            expectSame($state, $shown['state'], "the state after: $lines");
            expect($shown['result'] !== '', 'there must be a sentence');
        }
        $form = new CertificateForm(miniShop2(), new Programs('/none/frontpad-enqueue', new QueueFiles('/none')),
            new VisitorLimit(temporaryFolder()));
        expectSame('unavailable', $send($form, ['number' => '1'])['state'], 'the state without a program');
    },
    'a form without its token, or with that of another form, asks nothing' => function () use ($certificate, $server) {
        $called = temporaryFolder() . '/called';
        $form = $certificate("touch $called");
        foreach ([null, '', 'x', ['a'], (new FormToken('form.status'))->value()] as $token) {
            $shown = $form->placeholders(['frontpad_form' => 'certificate', 'number' => '1', FormToken::NAME => $token], $server);
            expectSame('input', $shown['state'], 'the state');
        }
        expect(!file_exists($called), 'Frontpad must not be asked');
        $before = $_SESSION;
        $_SESSION = [];
        $shown = $form->placeholders(['frontpad_form' => 'certificate', 'number' => '1', FormToken::NAME => hash_hmac('sha256',
            'form.certificate', '')], $server);
        expectSame('input', $shown['state'], 'the state without a session');
        $_SESSION = $before;
    },
    'what a visitor enters cannot become HTML or a tag of MODX' => function () use ($certificate, $send) {
        $evil = '"><script>[[+x]]{$x}`[[!Evil]]';
        $shown = $send($certificate('exit 1'), ['number' => $evil]);
        $shown += $send($certificate("echo '{\"kind\":\"product\",\"name\":\"<b>[[x]]\"}'"), ['number' => '1']);
        foreach ($shown as $name => $text) {
            expect(!preg_match('/[<>\[\]{}`"]/', $text), "$name must be escaped: $text");
        }
        expectSame('&quot;&gt;&lt;b&gt;&#91;', Html::escape('"><b>['), 'escaped');
        $shown = $send($certificate('exit 1'), ['number' => '1'], ['REQUEST_URI' => '//evil.example/"><x>']);
        expectSame('/evil.example/&quot;&gt;&lt;x&gt;#frontpad-certificate', $shown['action'], 'the address');
        foreach ([['number' => ['a']], ['number' => str_repeat('x', 100000)], []] as $fields) {
            expectSame(['input', ''], [$send($certificate('exit 0'), $fields)['state'], $send($certificate('exit 0'),
                $fields)['number']], 'a value that is no short text');
        }
    },
    'a visitor who guesses is stopped, and soon' => function () use ($certificate, $send) {
        $folder = temporaryFolder();
        $form = $certificate("echo x >> $folder/calls; exit 1");
        $states = [];
        for ($try = 0; $try < 30; $try++) {
            $states[] = $send($form, ['number' => "guess $try"])['state'];
        }
        expectSame(array_merge(array_fill(0, 5, 'missing'), array_fill(0, 25, 'later')), $states, 'the answers');
        expectSame(5, count(file("$folder/calls")), 'the calls');
    },
    'a new session for each try does not help' => function () use ($send, $programs) {
        $limit = new VisitorLimit(temporaryFolder());
        $allowed = 0;
        for ($try = 0; $try < 100; $try++) {
            $allowed += $limit->take('address ' . VisitorLimit::network('203.0.113.5'), 1, BuyerForm::MOST_OF_ADDRESS) ? 1 : 0;
        }
        expectSame(BuyerForm::MOST_OF_ADDRESS, $allowed, 'the tries');
        expectSame(VisitorLimit::network('2001:db8:1:2:3::4'), VisitorLimit::network('2001:db8:1:2:ffff::9'), 'a network of IPv6');
        expect(VisitorLimit::network('2001:db8:1:3::4') !== VisitorLimit::network('2001:db8:1:2::4'), 'two networks');
    },
    'counters stay few, and where they cannot be kept nobody may ask' => function () {
        $folder = temporaryFolder();
        $limit = new VisitorLimit($folder);
        for ($visitor = 0; $visitor < 300; $visitor++) {
            $limit->take("visitor $visitor", 1, 10);
        }
        expect(count(glob("$folder/*")) <= VisitorLimit::FILES, 'the files');
        foreach (glob("$folder/*") as $path) {
            file_put_contents($path, preg_replace('/\[\d+,/', '[' . (time() - 700) . ',', file_get_contents($path)));
        }
        expect($limit->take('visitor 1', 10, 10), 'after ten minutes it counts anew');
        file_put_contents("$folder/file", '');
        expectSame(false, (new VisitorLimit("$folder/file/x"))->take('a', 1, 10), 'a folder that cannot be made');
    },
    'the captcha of the shop is shown and asked' => function () use ($certificate, $send) {
        $modx = miniShop2();
        $form = $certificate("echo '{\"kind\":\"percent\",\"sale\":\"5\"}'", 'MyCaptcha', $modx);
        expectSame(['found', '<b>MyCaptcha</b>'], [$send($form, ['number' => '1'])['state'], $send($form, [])['captcha']], 'passed');
        $modx->captchaPasses = false;
        expectSame('input', $send($form, ['number' => '1'])['state'], 'the state');
    },
    'every sentence of the forms is there in both languages' => function () {
        $code = implode('', array_map('file_get_contents', glob(dirname(__DIR__) . '/core/chunks/*.html')));
        preg_match_all('/%(frontpadqueue_form_\w+)/', $code, $inChunks);
        $keys = [];
        foreach (['ru', 'en'] as $language) {
            $_lang = [];
            require dirname(__DIR__) . "/core/lexicon/$language/form.inc.php";
            $keys[$language] = array_keys($_lang);
            foreach ($_lang as $key => $text) {
                expect(trim($text) !== '', "$key is empty in $language");
            }
        }
        expectSame($keys['ru'], $keys['en'], 'the keys');
        expectSame([], array_diff($inChunks[1], $keys['ru']), 'what the chunks lack');
    },
];
