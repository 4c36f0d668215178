<?php

namespace FrontpadQueue;

/** A program of the queue, started without a shell. */
final class Program
{
    /** In bytes. What is longer is read and dropped, so that the program ends. */
    const LONGEST_OUTPUT = 4194304;

    private $path;
    private $files;

    public function __construct(string $path, QueueFiles $files)
    {
        $this->path = $path;
        $this->files = $files;
    }

    /** @return string|null why it cannot be started */
    public function obstacle()
    {
        if (!function_exists('proc_open')) {
            return 'PHP may not start programs: proc_open is switched off (disable_functions)';
        }
        if ($this->path === '' || $this->path[0] !== '/') {
            return 'frontpadqueue_command names no full path';
        }
        if (!@is_executable($this->path)) {
            return "PHP sees no program {$this->path} that it may start";
        }
        return null;
    }

    /**
     * @param array $environment names and values, besides those that every program gets
     * @return array exit status, standard output and standard error in one line
     * @throws DoorFailure where it does not start, or takes too long and is stopped
     */
    public function run(array $arguments, string $input, array $environment, float $milliseconds): array
    {
        $words = array_merge([$this->path], $arguments);
        $environment += ['FRONTPAD_DB' => $this->files->database, 'PATH' => '/usr/local/bin:/usr/bin:/bin'];
        $descriptors = [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']];
        $pipes = [];
        $process = @proc_open(self::command($words), $descriptors, $pipes, '/', $environment);
        if (!is_resource($process)) {
            throw new DoorFailure("{$this->path} could not be started");
        }
        $deadline = TimeBudget::now() + $milliseconds;
        $texts = $this->exchange($pipes, $input, $deadline);
        $status = $this->waitForEnd($process, $deadline);
        if ($status === null) {
            throw new DoorFailure(basename($this->path) . ' took too long and was stopped', true);
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
                if (strlen($texts[$index]) < self::LONGEST_OUTPUT) {
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
