<?php

namespace FrontpadQueue;

/** Counts what a visitor asked for within ten minutes. A few small files hold the counters, however many visitors there are. */
final class VisitorLimit
{
    /** In seconds. */
    const WINDOW = 600;
    const FILES = 64;
    /** So many counters are kept in a file. The oldest go first. */
    const MOST_COUNTERS = 2000;

    private $folder;

    public function __construct(string $folder)
    {
        $this->folder = $folder;
    }

    /**
     * @param string $visitor a session or an address
     * @return bool whether it may go on. Where the counters cannot be kept, nobody may.
     */
    public function take(string $visitor, int $cost, int $most): bool
    {
        $name = sha1($visitor);
        $path = $this->folder . '/' . hexdec(substr($name, 0, 4)) % self::FILES . '.json';
        if (!@is_dir($this->folder) && !@mkdir($this->folder, 0775, true) && !@is_dir($this->folder)) {
            return false;
        }
        $file = @fopen($path, 'c+');
        if (!$file || !flock($file, LOCK_EX)) {
            return false;
        }
        $now = time();
        $counters = [];
        foreach (Json::decode((string)stream_get_contents($file)) as $key => $counter) {
            if (is_array($counter) && count($counter) === 2 && abs($now - (int)$counter[0]) < self::WINDOW) {
                $counters[$key] = [(int)$counter[0], (int)$counter[1]];
            }
        }
        $counter = isset($counters[$name]) ? $counters[$name] : [$now, 0];
        $isAllowed = $counter[1] + $cost <= $most;
        if ($isAllowed) {
            $counter[1] += $cost;
            $counters[$name] = $counter;
        }
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, Json::encode((object)array_slice($counters, -self::MOST_COUNTERS, null, true)));
        fflush($file);
        flock($file, LOCK_UN);
        fclose($file);
        return $isAllowed;
    }

    /** An address of IPv6 is the provider's network: its owner has billions of addresses. */
    public static function network(string $address): string
    {
        $bytes = @inet_pton($address);
        return $bytes !== false && strlen($bytes) === 16 ? bin2hex(substr($bytes, 0, 8)) : $address;
    }
}
