<?php

namespace FrontpadQueue;

/** How long all events of one request may keep the buyer waiting, together. In a script nobody waits, so there it is each. */
final class TimeBudget
{
    private $limit;
    private $isForEach;
    private $spent = 0.0;
    private $startedAt = null;

    public function __construct(float $milliseconds, bool $isForEach = false)
    {
        $this->limit = $milliseconds;
        $this->isForEach = $isForEach;
    }

    public function start()
    {
        $this->startedAt = self::now();
    }

    public function stop()
    {
        if ($this->startedAt !== null) {
            $this->spent = $this->isForEach ? 0.0 : $this->spent + self::now() - $this->startedAt;
            $this->startedAt = null;
        }
    }

    /** In milliseconds; never negative. */
    public function remaining(): float
    {
        $running = $this->startedAt === null ? 0.0 : self::now() - $this->startedAt;
        return max(0.0, $this->limit - $this->spent - $running);
    }

    /** Milliseconds of a clock that does not jump, where PHP has one (7.3). */
    public static function now(): float
    {
        return function_exists('hrtime') ? hrtime(true) / 1e6 : microtime(true) * 1e3;
    }
}
