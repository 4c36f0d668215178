<?php

namespace FrontpadQueue;

/**
 * Files in a folder beside the database. Workers take them in within two seconds. A power cut before that may lose them: the
 * comparison of shop and queue finds the order again.
 */
final class SpoolDoor implements Door
{
    /** Strangers can call the page for webhooks. Real ones do not pile up, because a worker takes them in. */
    const MOST_HOOKS = 500;
    /** For so long nobody waits for a lock that somebody has just waited for in vain, in milliseconds. */
    const LOCKED_FOR = 5000;

    private $files;

    public function __construct(QueueFiles $files)
    {
        $this->files = $files;
    }

    public function obstacle()
    {
        $folder = $this->files->spool();
        $parent = dirname($folder);
        if (@is_dir($folder) ? !@is_writable($folder) : !@is_dir($parent) || !@is_writable($parent)) {
            return "PHP may not write into the folder $folder";
        }
        return null;
    }

    public function orders(array $documents, array $lines, float $milliseconds)
    {
        foreach ($documents as $index => $document) {
            $this->put('order-' . (int)$document['id'] . '-' . $document['event'], $lines[$index]);
        }
        $this->files->ring();
        return null;
    }

    public function article(string $article, int $productId, float $milliseconds)
    {
        $row = ['article' => $article, 'product_id' => $productId > 0 ? $productId : null];
        $this->put('article-' . $productId, Json::encode($row));
        $this->files->ring();
        return null;
    }

    public function settings(array $values, float $milliseconds)
    {
        $this->put('settings', Json::encode($values));
        $this->files->ring();
    }

    public function hook(string $body, string $query)
    {
        $waiting = 0;
        foreach ((array)@scandir($this->files->spool()) as $name) {
            if (strncmp((string)$name, 'hook-', 5) === 0 && ++$waiting >= self::MOST_HOOKS) {
                throw new DoorFailure('too many webhooks wait in the spool folder');
            }
        }
        $this->put('hook', Json::encode(['body' => $body, 'query' => $query]));
        $this->files->ring();
    }

    /** Whether a lock on the database was waited for in vain a moment ago, in this or another request. */
    public function isLocked(): bool
    {
        $path = $this->lockedMark();
        clearstatcache(true, $path);
        $age = (microtime(true) - (float)@filemtime($path)) * 1000;
        return $age >= 0 && $age < self::LOCKED_FOR;
    }

    public function noteLock()
    {
        if ($this->makeFolder()) {
            @touch($this->lockedMark());
            @chmod($this->lockedMark(), $this->files->fileMode());
        }
    }

    /** @return bool whether the folder is there */
    public function makeFolder(): bool
    {
        $folder = $this->files->spool();
        if (!@is_dir($folder) && @mkdir($folder, 0700)) {
            @chmod($folder, $this->files->folderMode());
        }
        return @is_dir($folder);
    }

    private function lockedMark(): string
    {
        return $this->files->spool() . '/.locked';
    }

    private function put(string $name, string $bytes)
    {
        $folder = $this->files->spool();
        if (!$this->makeFolder()) {
            throw new DoorFailure("the folder $folder could not be made");
        }
        $name .= '-' . bin2hex(random_bytes(8)) . '.json';
        $temporary = "$folder/.$name";
        $file = @fopen($temporary, 'x');
        if (!$file) {
            throw new DoorFailure("no file could be made in $folder");
        }
        @chmod($temporary, $this->files->fileMode());
        // No fsync: on a busy disk it takes longer than all the rest, and a worker takes the file within two seconds.
        $isWritten = @fwrite($file, $bytes) === strlen($bytes) && fflush($file);
        $isWritten = fclose($file) && $isWritten;
        if (!$isWritten || !@rename($temporary, "$folder/$name")) {
            @unlink($temporary);
            throw new DoorFailure("no file could be written in $folder");
        }
    }
}
