<?php

namespace FrontpadQueue;

/** The queue's other programs. They stand beside frontpad-enqueue. */
final class Programs
{
    /** As sysexits.h has them. */
    const NOT_FOUND = 1;
    const UNAVAILABLE = 69;
    const TRY_AGAIN = 75;

    private $folder;
    private $files;

    /** @param string $command the full path of frontpad-enqueue */
    public function __construct(string $command, QueueFiles $files)
    {
        $this->folder = dirname($command);
        $this->files = $files;
    }

    public function database(): string
    {
        return $this->files->database;
    }

    /** @return string|null why a program cannot be started */
    public function obstacle(string $name)
    {
        return (new Program("{$this->folder}/$name", $this->files))->obstacle();
    }

    public function run(string $name, array $arguments, string $input = '', float $milliseconds = 10000.0): ProgramAnswer
    {
        $program = new Program("{$this->folder}/$name", $this->files);
        $obstacle = $program->obstacle();
        if ($obstacle !== null) {
            return new ProgramAnswer(self::UNAVAILABLE, '', $obstacle);
        }
        try {
            list($status, $output, $errors) = $program->run($arguments, $input, [], $milliseconds);
            return new ProgramAnswer($status, $output, $errors);
        } catch (DoorFailure $failure) {
            return new ProgramAnswer(self::UNAVAILABLE, '', $failure->getMessage());
        }
    }
}
