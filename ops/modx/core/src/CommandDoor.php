<?php

namespace FrontpadQueue;

/** The program frontpad-enqueue, started without a shell. */
final class CommandDoor implements Door
{
    /** Frontpad does not have the article, or its kitchen does not make it at present. */
    const NOT_FOUND = 1;
    /** EX_DATAERR of sysexits.h: it was refused. */
    const REFUSED = 65;

    private $program;

    public function __construct(string $program, QueueFiles $files)
    {
        $this->program = new Program($program, $files);
    }

    public function obstacle()
    {
        return $this->program->obstacle();
    }

    public function orders(array $documents, array $lines, float $milliseconds)
    {
        // To start the program costs more than its work, so it takes all of them at once.
        list($status, , $errors) = $this->run(['orders', '-'], implode("\n", $lines) . "\n", [], $milliseconds);
        if ($status !== 0) {
            throw new DoorFailure($this->complaint($status, $errors));
        }
        return $errors === '' ? null : $errors;
    }

    public function article(string $article, int $productId, float $milliseconds)
    {
        $arguments = ['article', '--json'];
        if ($productId > 0) {
            $arguments[] = '--product';
            $arguments[] = (string)$productId;
        }
        // An article may look like an option.
        array_push($arguments, '--', $article);
        list($status, $output, $errors) = $this->run($arguments, '', [], $milliseconds);
        if ($status !== 0 && $status !== self::NOT_FOUND) {
            throw new DoorFailure($this->complaint($status, $errors));
        }
        return Json::decode(trim($output)) ?: null;
    }

    /** @param array $values names and values */
    public function settings(array $values, float $milliseconds)
    {
        list($status, , $errors) = $this->run(['settings', '-'], Json::encode($values), [], $milliseconds);
        if ($status !== 0) {
            throw new DoorFailure($this->complaint($status, $errors));
        }
    }

    /** @return bool false: the webhook does not have the token of an attempt */
    public function hook(string $body, string $query, float $milliseconds): bool
    {
        // The token is not on the command line, which every user of the machine can see.
        list($status, , $errors) = $this->run(['hook', '-'], $body, ['QUERY_STRING' => $query], $milliseconds);
        if ($status === self::REFUSED) {
            return false;
        }
        if ($status !== 0) {
            throw new DoorFailure($this->complaint($status, $errors));
        }
        return true;
    }

    private function complaint(int $status, string $errors): string
    {
        return $errors === '' ? "frontpad-enqueue ended with $status" : $errors;
    }

    /** @return array exit status, standard output and standard error */
    private function run(array $arguments, string $input, array $environment, float $milliseconds): array
    {
        return $this->program->run($arguments, $input, $environment, $milliseconds);
    }
}
