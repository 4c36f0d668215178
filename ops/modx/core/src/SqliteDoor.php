<?php

namespace FrontpadQueue;

/** The tables orders, articles and settings, for servers where PHP may not start programs. Triggers do the rest. */
final class SqliteDoor implements Door
{
    /** Triggers of the queue need it. */
    const OLDEST_SQLITE = '3.37.0';
    /** SQLITE_BUSY and SQLITE_LOCKED. */
    const LOCKED = [5, 6];

    private $files;
    /** @var \PDO|null one for all events of a request, because SQLite reads the whole schema when it opens a database */
    private $pdo = null;
    private $identity = '';

    public function __construct(QueueFiles $files)
    {
        $this->files = $files;
    }

    public function obstacle()
    {
        if (!class_exists('PDO', false) || !in_array('sqlite', \PDO::getAvailableDrivers(), true)) {
            return 'PHP has no PDO SQLite (pdo_sqlite)';
        }
        // PDO would create a missing database, empty and readable for everybody.
        if (!@is_file($this->files->database) || @filesize($this->files->database) === 0) {
            return "PHP sees no database {$this->files->database}";
        }
        if (!@is_writable($this->files->database) || !@is_writable(dirname($this->files->database))) {
            return "PHP may not write {$this->files->database}";
        }
        return null;
    }

    public function orders(array $documents, array $lines, float $milliseconds)
    {
        $rows = [];
        foreach ($documents as $index => $document) {
            $createdon = isset($document['createdon']) ? (string)$document['createdon'] : '';
            $seconds = $createdon === '' ? false : strtotime($createdon);
            $rows[] = [
                (int)$document['id'],
                isset($document['num']) ? (string)$document['num'] : null,
                $seconds === false ? null : $seconds * 1000,
                $createdon === '' ? null : $createdon,
                isset($document['status']) ? (int)$document['status'] : null,
                (string)$document['event'],
                isset($document['event_seq']) ? (int)$document['event_seq'] : null,
                $lines[$index],
                isset($document['payment']) ? (string)$document['payment'] : null,
            ];
        }
        $this->write(
            'INSERT INTO orders (id, num, createdon, createdon_local, status, event, event_seq, document, payment)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
            $rows,
            $milliseconds
        );
        return null;
    }

    public function article(string $article, int $productId, float $milliseconds)
    {
        $this->write('INSERT INTO articles (article, product_id) VALUES (?, ?)',
            [[$article, $productId > 0 ? $productId : null]], $milliseconds);
        return null;
    }

    /** Unlike the command, this checks nothing: the worker says what is wrong. */
    public function settings(array $values, float $milliseconds)
    {
        $rows = [];
        foreach ($values as $key => $value) {
            $rows[] = [(string)$key, (string)$value];
        }
        $this->write('INSERT INTO settings (key, value) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value', $rows, $milliseconds);
    }

    /** Writes all rows or none, in one commit. */
    private function write(string $sql, array $rows, float $milliseconds)
    {
        $deadline = TimeBudget::now() + $milliseconds;
        $turn = null;
        try {
            $pdo = $this->open($deadline);
            $turn = $this->takeTurn($deadline);
            $pdo->exec('PRAGMA busy_timeout=' . max(1, (int)($deadline - TimeBudget::now())));
            $pdo->exec('BEGIN IMMEDIATE');
            $statement = $pdo->prepare($sql);
            foreach ($rows as $values) {
                foreach ($values as $index => $value) {
                    $type = $value === null ? \PDO::PARAM_NULL : (is_int($value) ? \PDO::PARAM_INT : \PDO::PARAM_STR);
                    $statement->bindValue($index + 1, $value, $type);
                }
                $statement->execute();
                $statement->closeCursor();
            }
            $pdo->exec('COMMIT');
        } catch (\PDOException $error) {
            // Closing it ends the transaction.
            $statement = null;
            $pdo = null;
            $this->pdo = null;
            $code = isset($error->errorInfo[1]) ? (int)$error->errorInfo[1] & 0xFF : 0;
            throw new DoorFailure('SQLite: ' . $error->getMessage(), in_array($code, self::LOCKED, true));
        } finally {
            if ($turn) {
                flock($turn, LOCK_UN);
                fclose($turn);
            }
        }
        // Wakes an idle worker at once.
        $this->files->ring();
    }

    private function open(float $deadline): \PDO
    {
        $identity = $this->files->identity();
        if ($this->pdo !== null && $identity === $this->identity) {
            return $this->pdo;
        }
        $this->pdo = null;
        if ($identity === '') {
            throw new DoorFailure("there is no database {$this->files->database}");
        }
        $options = [\PDO::ATTR_ERRMODE => \PDO::ERRMODE_EXCEPTION, \PDO::ATTR_TIMEOUT => 1];
        // PHP 7.3: do not create the database where it has vanished just now.
        if (PHP_VERSION_ID < 80500 && defined('PDO::SQLITE_ATTR_OPEN_FLAGS')) {
            $options[constant('PDO::SQLITE_ATTR_OPEN_FLAGS')] = constant('PDO::SQLITE_OPEN_READWRITE');
        } elseif (defined('Pdo\Sqlite::ATTR_OPEN_FLAGS')) {
            $options[constant('Pdo\Sqlite::ATTR_OPEN_FLAGS')] = constant('Pdo\Sqlite::OPEN_READWRITE');
        }
        $pdo = new \PDO('sqlite:' . $this->files->database, null, null, $options);
        // PDO counts in seconds.
        $pdo->exec('PRAGMA busy_timeout=' . max(1, (int)($deadline - TimeBudget::now())));
        $version = (string)$pdo->getAttribute(\PDO::ATTR_SERVER_VERSION);
        if (version_compare($version, self::OLDEST_SQLITE, '<')) {
            throw new DoorFailure("PHP's SQLite is $version, older than " . self::OLDEST_SQLITE);
        }
        // Checkpoints are the worker's: older versions of SQLite can lose a log when two run at once.
        $pdo->exec('PRAGMA wal_autocheckpoint=0');
        $pdo->exec('PRAGMA synchronous=FULL');
        $this->identity = $identity;
        return $this->pdo = $pdo;
    }

    /**
     * The queue's own programs take turns by this lock. It is a courtesy: without it SQLite's own lock keeps the data
     * right.
     *
     * @return resource|null
     */
    private function takeTurn(float $deadline)
    {
        $file = @fopen($this->files->writersLock(), 'r+');
        if (!$file) {
            return null;
        }
        $end = min($deadline, TimeBudget::now() + 100);
        while (!flock($file, LOCK_EX | LOCK_NB)) {
            if (TimeBudget::now() >= $end) {
                fclose($file);
                return null;
            }
            usleep(300);
        }
        return $file;
    }
}
