<?php

namespace FrontpadQueue;

/** The database of the queue and the files beside it. */
final class QueueFiles
{
    public $database;

    public function __construct(string $database)
    {
        $this->database = $database;
    }

    public function spool(): string
    {
        return $this->database . '-spool';
    }

    /** Wakes an idle worker at once. The queue's programs make the file, with the right mode. */
    public function ring()
    {
        if (@is_file($this->database . '-doorbell')) {
            @file_put_contents($this->database . '-doorbell', 'x');
        }
    }

    public function writersLock(): string
    {
        return $this->database . '-lock';
    }

    /** Tells one database from another one under the same name; '' where there is none. */
    public function identity(): string
    {
        clearstatcache(true, $this->database);
        $stat = @stat($this->database);
        return $stat ? $stat['dev'] . ':' . $stat['ino'] : '';
    }

    /** The folder of the database decides who shares the files in it. */
    public function fileMode(): int
    {
        return $this->isShared() ? 0660 : 0600;
    }

    public function folderMode(): int
    {
        return $this->isShared() ? 02770 : 0700;
    }

    private function isShared(): bool
    {
        return ((int)@fileperms(dirname($this->database)) & 0020) !== 0;
    }
}
