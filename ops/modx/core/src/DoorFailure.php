<?php

namespace FrontpadQueue;

/** A way into the queue could not be used. */
final class DoorFailure extends \RuntimeException
{
    /** Whether it was waited for in vain, so that waiting again within the next seconds makes no sense. */
    public $hasWaited;

    public function __construct(string $message, bool $hasWaited = false)
    {
        parent::__construct($message);
        $this->hasWaited = $hasWaited;
    }
}
