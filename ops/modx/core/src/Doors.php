<?php

namespace FrontpadQueue;

/** Chooses the way into the queue: the first one that works. The spool is always the last. */
final class Doors
{
    const NAMES = ['command', 'sqlite', 'spool'];
    /** What is kept back for the spool, in milliseconds. */
    const SPOOL_TIME = 50;
    /** A shorter time is not worth a try. */
    const SHORTEST_TRY = 30;

    private $budget;
    private $doors;
    /** @var callable takes one line for the log */
    private $log;
    private $spool;

    /**
     * @param string $wanted one of NAMES, or auto
     */
    public function __construct(string $wanted, string $program, QueueFiles $files, TimeBudget $budget, callable $log)
    {
        $this->budget = $budget;
        $this->log = $log;
        $this->spool = new SpoolDoor($files);
        $all = ['command' => new CommandDoor($program, $files), 'sqlite' => new SqliteDoor($files)];
        $this->doors = isset($all[$wanted]) ? [$wanted => $all[$wanted]] : ($wanted === 'spool' ? [] : $all);
        $this->doors['spool'] = $this->spool;
    }

    /** @return array for each way in, in the order in which they are tried: why it cannot be used, or null */
    public function report(): array
    {
        $report = [];
        foreach ($this->doors as $name => $door) {
            $report[$name] = $door->obstacle();
        }
        return $report;
    }

    /**
     * @param array $documents the events of one order, the oldest first
     * @return string|null the way that took them; null: none did, and the log says why
     */
    public function orders(array $documents)
    {
        $lines = array_map([Json::class, 'encode'], $documents);
        return $this->through(
            "order {$documents[0]['id']}",
            function (Door $door, float $time) use ($documents, $lines) {
                $notice = $door->orders($documents, $lines, $time);
                if ($notice !== null) {
                    call_user_func($this->log, $notice);
                }
            }
        );
    }

    /** @return array|null what Frontpad knows of it */
    public function article(string $article, int $productId)
    {
        $answer = null;
        $this->through(
            "the article $article",
            function (Door $door, float $time) use ($article, $productId, &$answer) {
                $answer = $door->article($article, $productId, $time);
            }
        );
        return $answer;
    }

    /**
     * @return string|null what is wrong
     */
    public function settings(array $values)
    {
        $problem = 'there was no time for it in this request';
        $isSpoolOnly = true;
        foreach ($this->doors as $door) {
            if ($door === $this->spool || $door->obstacle() !== null) {
                continue;
            }
            $isSpoolOnly = false;
            if ($this->time() < self::SHORTEST_TRY) {
                continue;
            }
            try {
                $door->settings($values, $this->time());
                return null;
            } catch (DoorFailure $failure) {
                return $failure->getMessage();
            }
        }
        // Nobody answers from there, so it is used only where nothing else ever works.
        return $isSpoolOnly ? $this->spoolSettings($values) : $problem;
    }

    /** One file each: the queue takes all settings of a file or none. */
    private function spoolSettings(array $values)
    {
        $obstacle = $this->spool->obstacle();
        if ($obstacle !== null) {
            return "PHP can neither start frontpad-enqueue nor write the database, and $obstacle";
        }
        try {
            foreach ($values as $key => $value) {
                $this->spool->settings([$key => $value], 0);
            }
            return null;
        } catch (DoorFailure $failure) {
            return $failure->getMessage();
        }
    }

    /** Tries one way after the other. Where not even the spool takes it, those are tried that were passed over. */
    private function through(string $what, callable $use)
    {
        $problems = [];
        // A way that this server does not have is no news, unless no way is left.
        $obstacles = [];
        $left = [];
        foreach ($this->doors as $name => $door) {
            $obstacle = $door === $this->spool ? null : $door->obstacle();
            if ($obstacle !== null) {
                $obstacles[] = $obstacle;
            } elseif ($door !== $this->spool && ($this->time() < self::SHORTEST_TRY || $this->spool->isLocked())) {
                $problems[] = 'the database is locked, or the time is over';
                $left[$name] = $door;
            } elseif ($this->isTaken($what, $name, $door, $use, $problems)) {
                return $name;
            }
        }
        foreach ($left as $name => $door) {
            if ($this->time() >= self::SHORTEST_TRY && $this->isTaken($what, $name, $door, $use, $problems)) {
                return $name;
            }
        }
        call_user_func($this->log, "$what was NOT handed over: " . self::sentence(array_merge($problems, $obstacles)));
        return null;
    }

    private function isTaken(string $what, string $name, Door $door, callable $use, array &$problems): bool
    {
        $isSpool = $door === $this->spool;
        try {
            $use($door, $isSpool ? (float)self::SPOOL_TIME : $this->time());
        } catch (DoorFailure $failure) {
            $problems[] = $failure->getMessage();
            if ($failure->hasWaited) {
                $this->spool->noteLock();
            }
            return false;
        }
        if ($problems) {
            $where = $isSpool ? 'is kept in the spool folder' : "was handed over by $name";
            call_user_func($this->log, "$what $where: " . self::sentence($problems));
        }
        return true;
    }

    private static function sentence(array $problems): string
    {
        return implode('; ', array_unique($problems));
    }

    private function time(): float
    {
        return max(0.0, $this->budget->remaining() - self::SPOOL_TIME);
    }
}
