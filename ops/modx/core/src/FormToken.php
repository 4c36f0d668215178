<?php

namespace FrontpadQueue;

/** Proves that a form was sent from a page which this visitor had opened. */
final class FormToken
{
    const NAME = 'frontpad_token';
    const KEY = 'frontpadqueue.token';

    private $purpose;

    public function __construct(string $purpose)
    {
        $this->purpose = $purpose;
    }

    public function value(): string
    {
        if (empty($_SESSION[self::KEY]) || !is_string($_SESSION[self::KEY])) {
            $_SESSION[self::KEY] = bin2hex(random_bytes(32));
        }
        return hash_hmac('sha256', $this->purpose, $_SESSION[self::KEY]);
    }

    public function isIn(array $fields): bool
    {
        $given = isset($fields[self::NAME]) ? $fields[self::NAME] : null;
        return is_string($given) && !empty($_SESSION[self::KEY]) && hash_equals($this->value(), $given);
    }
}
