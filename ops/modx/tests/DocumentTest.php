<?php

use FrontpadQueue\Shop;

return [
    'an order of miniShop2 2.9.3 is whole' => function () {
        $document = Shop::of(miniShop2('2.9.3'))->order(3);
        expectSame('2611/3', $document['num'], 'num');
        expectSame('Анна Тест О\'нил', $document['address']['receiver'], 'receiver');
        expectSame('ivan@example.test', $document['profile_email'], 'profile_email');
        expectSame(311, (int)$document['event_seq'], 'event_seq');
        expectSame(date_default_timezone_get(), $document['timezone'], 'timezone');
        expectSame(['PZ-001', 'PZ-002'], array_column($document['products'], 'article'), 'the articles');
        expect(strpos($document['address']['properties'], 'extfld_persons') !== false, 'the fields of the form must be there');
    },
    'an order of miniShop2 4.4.0 is whole, without the key to the basket' => function () {
        $document = Shop::of(miniShop2('4.4.0'))->order(3);
        expectSame('ivan@example.test', $document['address']['email'], 'email');
        expect(!array_key_exists('session_id', $document), 'session_id must not leave the shop');
        expect(array_key_exists('order_comment', $document), 'order_comment must be there');
    },
    'the points that the server has allowed are a column, and posted ones are not' => function () {
        $modx = miniShop2();
        $modx->pdo->exec("UPDATE modx_ms2_orders SET properties = '{\"frontpadqueue_score\":30,\"score\":99}' WHERE id = 3");
        expectSame(30, Shop::of($modx)->order(3)['score'], 'the points');
        $modx->pdo->exec("UPDATE modx_ms2_orders SET properties = '{\"score\":99}' WHERE id = 3");
        expect(!isset(Shop::of($modx)->order(3)['score']), 'posted points must not be a column');
    },
    'a line has the modifications that its options name' => function () {
        $lines = Shop::of(miniShop2())->order(3)['products'];
        expectSame([2, 3], array_map('intval', array_column($lines[0]['modifications'], 'id')), 'the ids');
        expectSame(['PZ-001-35', 'ADD-CHEESE'], array_column($lines[0]['modifications'], 'article'), 'the articles');
        expectSame([], Shop::of(miniShop2())->order(1)['products'][0]['modifications'], 'the modifications without options');
    },
    'options with gaps in the list of modifications are read' => function () {
        $modx = miniShop2();
        $modx->pdo->exec("UPDATE modx_ms2_order_products SET options = '{\"modifications\":{\"1\":\"3\"},\"modification\":2}'");
        $line = Shop::of($modx)->order(1)['products'][0];
        expectSame([3, 2], array_map('intval', array_column($line['modifications'], 'id')), 'the ids');
    },
    'a shop without the table of modifications has none' => function () {
        $modx = miniShop2();
        $modx->pdo->exec('DROP TABLE modx_msop_modifications');
        expectSame([], Shop::of($modx)->order(3)['products'][0]['modifications'], 'the modifications');
    },
    'a product that was deleted leaves a line without an article' => function () {
        $modx = miniShop2();
        $modx->pdo->exec('DELETE FROM modx_ms2_products');
        expectSame([null, null], array_column(Shop::of($modx)->order(3)['products'], 'article'), 'the articles');
    },
    'an order without an address is handed over all the same' => function () {
        $modx = miniShop2();
        $modx->pdo->exec('DELETE FROM modx_ms2_order_addresses');
        expectSame('{}', json_encode(Shop::of($modx)->order(3)['address']), 'the address');
    },
    'there is no document of an order that does not exist' => function () {
        expectSame(null, Shop::of(miniShop2())->order(99), 'the document');
    },
    'an order of MiniShop3 has the names of miniShop2' => function () {
        $document = Shop::of(miniShop3())->order(41);
        expectSame([2, 2, 1], [(int)$document['status'], (int)$document['delivery'], (int)$document['payment']], 'the ids');
        expect(strpos($document['address']['receiver'], 'Анна') === 0, 'receiver must be made of the two names');
        expectSame(900, (int)$document['event_seq'], 'event_seq');
        expectSame('anna@example.test', $document['profile_email'], 'profile_email');
        expect($document['products'][0]['article'] === '10021', 'the article must be joined');
    },
    'the secrets of a basket of MiniShop3 do not leave the shop' => function () {
        $json = FrontpadQueue\Json::encode(Shop::of(miniShop3())->order(41));
        expect(strpos($json, '6f1d0c0b5d2f4a55a9b7e2c4d1f0a911') === false, 'the token must not be there');
    },
    'money that a buyer posted to MiniShop3 is not among what the shop computes' => function () {
        $modx = miniShop3();
        $modx->pdo->exec("UPDATE modx_ms3_orders SET properties = '{\"sale_amount\":\"100\",\"_validated\":{\"sale\":\"9\"}}'");
        $document = Shop::of($modx)->order(41);
        expectSame(null, $document['properties'], 'the properties of the order');
        expectSame('100', $document['address']['properties']['sale_amount'], 'the property');
        expect(!isset($document['address']['properties']['_validated']), 'the fields of the form must not be nested');
    },
    'broken bytes do not lose an order' => function () {
        $json = FrontpadQueue\Json::encode(['num' => '2611/1', 'name' => "Ма\xD1", 'lines' => [["\xFF" => 1]]]);
        expectSame('2611/1', json_decode($json, true)['num'], 'num');
    },
];
