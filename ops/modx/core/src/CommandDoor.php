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
    private $files;

    public function __construct(string $program, QueueFiles $files)
    {
        $this->program = $program;
        $this->files = $files;
    }

    public function obstacle()
    {
        if (!function_exists('proc_open')) {
            return 'PHP may not start programs: proc_open is switched off (disable_functions)';
        }
        if ($this->program === '' || $this->program[0] !== '/') {
            return 'frontpadqueue_command names no full path';
        }
        if (!@is_executable($this->program)) {
            return "PHP sees no program {$this->program} that it may start";
        }
        return null;
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
        $words = array_merge([$this->program], $arguments);
        $environment += ['FRONTPAD_DB' => $this->files->database, 'PATH' => '/usr/local/bin:/usr/bin:/bin'];
        $descriptors = [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']];
        $pipes = [];
        $process = @proc_open(self::command($words), $descriptors, $pipes, '/', $environment);
        if (!is_resource($process)) {
            throw new DoorFailure("{$this->program} could not be started");
        }
        $deadline = TimeBudget::now() + $milliseconds;
        $texts = $this->exchange($pipes, $input, $deadline);
        $status = $this->waitForEnd($process, $deadline);
        if ($status === null) {
            throw new DoorFailure('frontpad-enqueue took too long and was stopped', true);
        }
        return [$status, $texts[1], self::oneLine($texts[2])];
    }

    /** An array starts no shell, but PHP knows that only since 7.4. Before, the shell replaces itself with the program. */
    private static function command(array $words)
    {
        if (PHP_VERSION_ID >= 70400) {
            return $words;
        }
        return 'exec ' . implode(' ', array_map([self::class, 'quote'], $words));
    }

    /** As escapeshellarg, which drops letters that the locale does not know. */
    public static function quote(string $word): string
    {
        return "'" . str_replace("'", "'\\''", str_replace("\0", '', $word)) . "'";
    }

    /** Writes and reads at once: a program that waits for its reader would never end. */
    private function exchange(array $pipes, string $input, float $deadline): array
    {
        foreach ($pipes as $pipe) {
            stream_set_blocking($pipe, false);
        }
        $texts = [1 => '', 2 => ''];
        if ($input === '') {
            fclose($pipes[0]);
            unset($pipes[0]);
        }
        while (isset($pipes[1]) || isset($pipes[2])) {
            $left = $deadline - TimeBudget::now();
            if ($left <= 0) {
                break;
            }
            $read = array_intersect_key($pipes, $texts);
            $write = array_diff_key($pipes, $texts);
            $except = null;
            if (@stream_select($read, $write, $except, 0, (int)($left * 1000)) === false) {
                break;
            }
            if ($write) {
                $count = @fwrite($pipes[0], $input);
                $input = $count ? substr($input, $count) : '';
                if ((string)$input === '') {
                    fclose($pipes[0]);
                    unset($pipes[0]);
                }
            }
            foreach ($read as $pipe) {
                $index = array_search($pipe, $pipes, true);
                $text = @fread($pipe, 65536);
                if (strlen($texts[$index]) < 65536) {
                    $texts[$index] .= (string)$text;
                }
                if ((string)$text === '' && feof($pipe)) {
                    fclose($pipe);
                    unset($pipes[$index]);
                }
            }
        }
        foreach ($pipes as $pipe) {
            fclose($pipe);
        }
        return $texts;
    }

    /** @return int|null the exit status; null: the time was over, and it was killed */
    private function waitForEnd($process, float $deadline)
    {
        while (true) {
            $state = proc_get_status($process);
            if (!$state['running']) {
                proc_close($process);
                return $state['signaled'] ? 128 + (int)$state['termsig'] : (int)$state['exitcode'];
            }
            if (TimeBudget::now() >= $deadline) {
                proc_terminate($process, 9);
                proc_close($process);
                return null;
            }
            usleep(200);
        }
    }

    private static function oneLine(string $text): string
    {
        return substr(trim((string)preg_replace('/[\x00-\x1F\x7F]+/', ' ', $text)), 0, 1000);
    }
}
