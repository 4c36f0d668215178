<?php

namespace FrontpadQueue;

/** What a program of the queue said. */
final class ProgramAnswer
{
    /** The exit status. */
    public $status;
    public $output;
    /** Standard error in one line. */
    public $errors;

    public function __construct(int $status, string $output, string $errors)
    {
        $this->status = $status;
        $this->output = $output;
        $this->errors = $errors;
    }

    public function isDone(): bool
    {
        return $this->status === 0;
    }

    /** @return array an empty one where it is no JSON */
    public function json(): array
    {
        return Json::decode($this->output);
    }

    /** What is wrong, without the program's name. */
    public function problem(): string
    {
        $words = preg_replace('/^frontpad-[a-z]+: /', '', $this->errors);
        return $words === '' ? "the program ended with {$this->status}" : $words;
    }
}
