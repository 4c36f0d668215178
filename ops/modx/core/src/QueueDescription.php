<?php

namespace FrontpadQueue;

/** A file in MODX's cache that says where the queue is and which ways in this server has. The page for webhooks reads it. */
final class QueueDescription
{
    private $path;

    public function __construct()
    {
        $this->path = MODX_CORE_PATH . 'cache/frontpadqueue/queue.php';
    }

    /**
     * @param array $queue `db`, `command`, `door`, and `ways`: why each way cannot be used, or null
     * @return string|null a line for the log, where orders take another way than before
     */
    public function write(array $queue)
    {
        $text = '<?php return ' . var_export($queue, true) . ";\n";
        $before = is_file($this->path) ? include $this->path : null;
        if (@file_get_contents($this->path) === $text) {
            return null;
        }
        $folder = dirname($this->path);
        if (@is_dir($folder) || @mkdir($folder, 0775, true)) {
            $temporary = "$folder/." . bin2hex(random_bytes(4));
            if (@file_put_contents($temporary, $text) !== false && @rename($temporary, $this->path)
                && function_exists('opcache_invalidate')) {
                // PHP may be set up not to look at files again.
                @opcache_invalidate($this->path, true);
            }
        }
        $way = array_search(null, $queue['ways'], true);
        if (!isset($before['ways']) || array_search(null, $before['ways'], true) === $way) {
            return null;
        }
        $why = implode('; ', array_filter($queue['ways']));
        return $way === false ? "orders can no longer be handed over: $why" : "orders are handed over by $way now. $why";
    }
}
