<?php

use FrontpadQueue\CommandDoor;
use FrontpadQueue\DoorFailure;
use FrontpadQueue\Doors;
use FrontpadQueue\QueueFiles;
use FrontpadQueue\SpoolDoor;
use FrontpadQueue\SqliteDoor;
use FrontpadQueue\TimeBudget;

$document = ['id' => 125, 'num' => '2611/5', 'createdon' => '2026-11-27 14:50:00', 'status' => '2', 'payment' => 1,
    'event' => 'status', 'event_seq' => '311', 'products' => []];
$failure = function (callable $work) {
    try {
        $work();
    } catch (DoorFailure $error) {
        return $error;
    }
    throw new TestFailure('it must fail');
};
/** Holds the write lock of a database until the child gets the end of its input. */
$lock = function (QueueFiles $files) {
    $code = '$d = new PDO("sqlite:" . $argv[1]); $d->exec("BEGIN IMMEDIATE"); echo "locked\n"; fgets(STDIN);';
    $child = proc_open(command([PHP_BINARY, '-r', $code, $files->database]), [['pipe', 'r'], ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    return [$child, $pipes];
};
$unlock = function (array $lock) {
    fclose($lock[1][0]);
    proc_close($lock[0]);
};
$doors = function (QueueFiles $files, array &$log, string $wanted = 'auto', string $program = '/none') {
    $budget = new TimeBudget(500);
    $budget->start();
    return new Doors($wanted, $program, $files, $budget, function ($line) use (&$log) {
        $log[] = $line;
    });
};

return [
    'the command gets the document on its standard input, and the database by its environment' => function () use ($document) {
        $folder = temporaryFolder();
        $door = new CommandDoor(program("cat > $folder/in; echo \"\$FRONTPAD_DB \$*\" > $folder/call"), new QueueFiles('/x/q.db'));
        $json = json_encode($document + ['comment' => str_repeat('ж', 300000)]);
        expectSame(null, $door->orders([$document], [$json], 5000), 'the notice');
        expect(file_get_contents("$folder/in") === "$json\n", 'the program must get the whole document');
        expectSame("/x/q.db orders -\n", file_get_contents("$folder/call"), 'the call');
    },
    'no shell sees the words of a command' => function () {
        $folder = temporaryFolder();
        $door = new CommandDoor(program("for a in \"\$@\"; do echo \"\$a\" >> $folder/words; done; echo '{}'"), new QueueFiles('/x'));
        $article = "a'b \"c\" \$(touch $folder/no) ; `id` -- ж";
        $door->article($article, 12, 5000);
        $words = explode("\n", trim(file_get_contents("$folder/words")));
        expectSame(['article', '--json', '--product', '12', '--', $article], $words, 'the words');
        expect(!file_exists("$folder/no"), 'nothing may be run');
    },
    'the quoting for PHP before 7.4 keeps every letter' => function () {
        $word = "a'b \"c\" \$(id) `id` ж\n-x\\";
        expectSame($word . '|', shell_exec('printf "%s|" ' . FrontpadQueue\Program::quote($word)), 'the word');
    },
    'a program that does not end is stopped in time' => function () use ($document, $failure) {
        $door = new CommandDoor(program('exec sleep 30'), new QueueFiles('/x/q.db'));
        $began = TimeBudget::now();
        $error = $failure(function () use ($door, $document) {
            $door->orders([$document], ['{}'], 150);
        });
        expect(TimeBudget::now() - $began < 1000, 'it must not wait for the program');
        expect($error->hasWaited, 'it must know that it waited');
    },
    'a program that prints without end is stopped in time' => function () use ($document, $failure) {
        $door = new CommandDoor(program('exec yes'), new QueueFiles('/x/q.db'));
        $failure(function () use ($door, $document) {
            $door->orders([$document], ['{}'], 150);
        });
    },
    'a program that reads nothing takes nothing' => function () use ($document, $failure) {
        $door = new CommandDoor(program('echo "refused: é" >&2; exit 65'), new QueueFiles('/x/q.db'));
        $error = $failure(function () use ($door, $document) {
            $door->orders([$document], [str_repeat('x', 300000)], 5000);
        });
        expectSame('refused: é', $error->getMessage(), 'the message');
    },
    'in a script each event has its own time, in a checkout all have one' => function () {
        foreach ([true, false] as $isForEach) {
            $budget = new TimeBudget(20, $isForEach);
            $budget->start();
            usleep(30000);
            expectSame(0.0, $budget->remaining(), 'what remains at the end of an event');
            $budget->stop();
            expectSame($isForEach, $budget->remaining() > 0, 'whether something remains for the next one');
        }
    },
    'a missing program is an obstacle' => function () {
        expect((new CommandDoor('/no/such', new QueueFiles('/x')))->obstacle() !== null, 'it must be one');
        expect((new CommandDoor('', new QueueFiles('/x')))->obstacle() !== null, 'it must be one');
    },
    'SQL writes the row with the types that the triggers read' => function () use ($document) {
        $files = queue();
        $door = new SqliteDoor($files);
        expectSame(null, $door->obstacle(), 'the obstacle');
        $door->orders([$document], [json_encode($document)], 500);
        $types = rowsOf($files, 'SELECT typeof(id) a, typeof(createdon) b, typeof(status) c, typeof(event_seq) d, createdon,
            createdon_local, payment, event FROM orders')[0];
        expectSame(['integer', 'integer', 'integer', 'integer'], array_values(array_slice($types, 0, 4)), 'the types');
        expectSame(strtotime('2026-11-27 14:50:00') * 1000, (int)$types['createdon'], 'createdon');
        expectSame(['2026-11-27 14:50:00', '1', 'status'], array_slice(array_values($types), 5), 'the texts');
    },
    'SQL starts the job when the order is due' => function () use ($document) {
        $files = queue();
        $door = new SqliteDoor($files);
        $door->settings(['frontpadapi_send_status' => '2'], 500);
        $door->settings(['frontpadapi_send_status' => '2'], 500);
        $door->orders([$document], [json_encode($document)], 500);
        $door->orders([$document], [json_encode($document)], 500);
        expectSame(1, count(rowsOf($files, "SELECT 1 FROM jobs WHERE kind = 'send_order'")), 'the number of jobs');
    },
    'SQL never makes a database' => function () use ($document) {
        $files = new QueueFiles(temporaryFolder() . '/queue.db');
        expect((new SqliteDoor($files))->obstacle() !== null, 'it must be an obstacle');
        try {
            (new SqliteDoor($files))->orders([$document], ['{}'], 100);
        } catch (DoorFailure $error) {
        }
        expect(!file_exists($files->database), 'there must be no file');
    },
    'an older schema leaves the order in the spool folder' => function () use ($document, $doors) {
        $files = new QueueFiles(temporaryFolder() . '/queue.db');
        (new PDO("sqlite:{$files->database}"))->exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
        $log = [];
        expectSame('spool', $doors($files, $log)->orders([$document]), 'the way');
    },
    'a lock is waited for once, within the time of a checkout, and then by nobody for some seconds' => function ()
        use ($document, $doors, $lock, $unlock) {
        $files = queue();
        $holder = $lock($files);
        $log = [];
        $began = TimeBudget::now();
        $checkout = $doors($files, $log);
        expectSame('spool', $checkout->orders([$document]), 'the way');
        expectSame('spool', $checkout->orders([['event' => 'changed'] + $document]), 'the way');
        expect(TimeBudget::now() - $began < 700, 'both events together must end within their time');
        $began = TimeBudget::now();
        expectSame('spool', $doors($files, $log)->orders([['id' => 126] + $document]), 'the way of another checkout');
        expect(TimeBudget::now() - $began < 100, 'another checkout must not wait');
        $unlock($holder);
        expectSame(3, count(spooled($files)), 'the number of files');
        touch($files->spool() . '/.locked', time() - 60);
        expectSame('sqlite', $doors($files, $log)->orders([['id' => 127] + $document]), 'the way afterwards');
    },
    'if the spool folder fails, a database that was locked a moment ago is tried all the same' => function ()
        use ($document, $doors) {
        $files = queue();
        $log = [];
        $spool = new SpoolDoor($files);
        $spool->noteLock();
        expect($spool->isLocked(), 'the lock must be noted');
        expectSame('spool', $doors($files, $log)->orders([$document]), 'the way while the spool works');
        // The mark of the lock stays, but no file can be made: as root, only a name that is too long fails.
        $long = ['event' => str_repeat('x', 300)] + $document;
        expectSame(null, $doors($files, $log)->orders([$long]), 'the way of what neither takes');
        expect(strpos(end($log), 'CHECK') !== false, 'the database must have been tried');
    },
    'the second way is taken where the first one does not exist' => function () use ($document, $doors) {
        $files = queue();
        $log = [];
        expectSame('sqlite', $doors($files, $log)->orders([$document]), 'the way');
        expectSame([], $log, 'the log');
        $report = $doors($files, $log)->report();
        expect($report['command'] !== null && $report['sqlite'] === null && $report['spool'] === null, 'the report must say it');
    },
    'a file in the spool folder is whole, and for nobody else' => function () use ($document) {
        $files = new QueueFiles(temporaryFolder() . '/queue.db');
        (new SpoolDoor($files))->orders([$document], [json_encode($document)], 50);
        $names = array_values(array_diff(scandir($files->spool()), ['.', '..']));
        expect(count($names) === 1 && preg_match('/^order-125-status-[0-9a-f]+\.json$/', $names[0]) === 1, 'one file must be there');
        expectSame('0600', substr(sprintf('%o', fileperms("{$files->spool()}/{$names[0]}")), -4), 'the mode');
        expectSame('0700', substr(sprintf('%o', fileperms($files->spool())), -4), 'the mode of the folder');
    },
    'a folder that a group shares has files for the group' => function () use ($document) {
        $folder = temporaryFolder();
        chmod($folder, 02770);
        $files = new QueueFiles("$folder/queue.db");
        (new SpoolDoor($files))->orders([$document], ['{}'], 50);
        expectSame('0660', substr(sprintf('%o', fileperms(glob($files->spool() . '/order-*')[0])), -4), 'the mode');
    },
    'strangers cannot fill the spool folder with webhooks' => function () use ($failure) {
        $files = new QueueFiles(temporaryFolder() . '/queue.db');
        mkdir($files->spool());
        for ($index = 0; $index < SpoolDoor::MOST_HOOKS; $index++) {
            touch("{$files->spool()}/hook-$index.json");
        }
        $failure(function () use ($files) {
            (new SpoolDoor($files))->hook('{}', 'attempt_token=1');
        });
    },
];
