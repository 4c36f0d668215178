<?php

use FrontpadQueue\Doors;
use FrontpadQueue\QueueFiles;
use FrontpadQueue\SettingsPush;
use FrontpadQueue\TimeBudget;

/** @return array a function that pushes, and one that tells what the program got */
$shop = function (string $lines = '') {
    $folder = temporaryFolder();
    $files = new QueueFiles("$folder/queue.db");
    touch($files->database);
    $doors = new Doors('command', program("cat > $folder/last; cat $folder/last >> $folder/got; echo >> $folder/got; $lines"), $files, new TimeBudget(5000),
        function () {
        });
    $push = function (array $values) use ($files, $doors) {
        return (new SettingsPush($files, $doors))->push($values, ['frontpadapi_timeout' => '30'], sha1(serialize($values)));
    };
    $got = function () use ($folder) {
        return array_map(function ($line) {
            return json_decode($line, true);
        }, file("$folder/got", FILE_IGNORE_NEW_LINES));
    };
    return [$push, $got, $files];
};
$values = ['frontpadapi_secret' => '', 'frontpadapi_send_status' => '', 'frontpadapi_timeout' => '30', 'frontpadapi_point' => '1:5'];

return [
    'the first time, what nobody has filled in is not handed over' => function () use ($shop, $values) {
        list($push, $got) = $shop();
        expectSame(null, $push($values), 'the problem');
        expectSame([['frontpadapi_point' => '1:5', 'frontpadapi_send_status' => '']], $got(), 'the settings');
    },
    'afterwards what has changed is handed over, also an emptied field' => function () use ($shop, $values) {
        list($push, $got) = $shop();
        $push($values);
        $push($values);
        $push(['frontpadapi_secret' => 'abc', 'frontpadapi_point' => ''] + $values);
        expectSame([['frontpadapi_point' => '', 'frontpadapi_secret' => 'abc']], array_slice($got(), 1), 'the settings');
    },
    'settings that were refused are told once, and again after a change' => function () use ($shop, $values) {
        list($push, $got) = $shop('echo "frontpadapi_point must be …" >&2; exit 65');
        expectSame('frontpadapi_point must be …', $push($values), 'the problem');
        expectSame(null, $push($values), 'the problem a moment later');
        expect($push(['frontpadapi_point' => '1:6'] + $values) !== null, 'another value must be tried');
        expect(in_array(['frontpadapi_point' => '1:6'], $got(), true), 'the new value must be tried');
    },
    'one wrong setting does not keep the others from the queue' => function () use ($shop, $values) {
        list($push, $got) = $shop('grep -q wrong "$(dirname "$FRONTPAD_DB")/last" && { echo "point is wrong" >&2; exit 65; }; exit 0');
        expectSame('point is wrong', $push(['frontpadapi_point' => 'wrong', 'frontpadapi_secret' => 'abc'] + $values), 'the problem');
        $push(['frontpadapi_point' => '1:7', 'frontpadapi_secret' => 'abc'] + $values);
        expectSame([['frontpadapi_point' => '1:7']], array_slice($got(), -1), 'what is handed over after the correction');
    },
    'what MODX shows unchanged needs no look at the rows, unless the queue refused it' => function () use ($shop, $values) {
        list($push, , $files) = $shop();
        $isDone = function (QueueFiles $files, array $values) {
            $doors = new Doors('spool', '', $files, new TimeBudget(5000), function () {
            });
            return (new SettingsPush($files, $doors))->isDone(sha1(serialize($values)));
        };
        expectSame(false, $isDone($files, $values), 'whether it is done at first');
        $push($values);
        expectSame(true, $isDone($files, $values), 'whether it is done afterwards');
        expectSame(false, $isDone($files, ['frontpadapi_point' => ''] + $values), 'whether it is done after a change');
        list($push, , $files) = $shop('exit 65');
        $push($values);
        expectSame(false, $isDone($files, $values), 'whether it is done after a refusal');
    },
    'where only the spool folder works, each setting is a file of its own' => function () use ($values) {
        $files = new QueueFiles(temporaryFolder() . '/queue.db');
        $doors = new Doors('spool', '', $files, new TimeBudget(5000), function () {
        });
        $push = new SettingsPush($files, $doors);
        expectSame(null, $push->push($values, ['frontpadapi_timeout' => '30'], 'seen'), 'the problem');
        $settings = [];
        foreach (glob($files->spool() . '/settings-*.json') as $path) {
            $settings += json_decode(file_get_contents($path), true);
        }
        ksort($settings);
        expectSame(['frontpadapi_point' => '1:5', 'frontpadapi_send_status' => ''], $settings, 'the settings');
        expectSame(true, $push->isDone('seen'), 'whether it is done');
    },
    'another database gets all of them' => function () use ($shop, $values) {
        list($push, $got, $files) = $shop();
        $push($values);
        rename($files->database, $files->database . '.old');
        touch($files->database);
        $push($values);
        expectSame(2, count($got()), 'the number of calls');
    },
];
