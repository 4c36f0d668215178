<?php

namespace FrontpadQueue;

/**
 * The time zone in which the shop writes its times. It is that of the web server's PHP. The command line's PHP, which runs the
 * shop's command, often has another one.
 */
final class ShopClock
{
    private $files;
    private $path;

    public function __construct(QueueFiles $files)
    {
        $this->files = $files;
        $this->path = $files->spool() . '/.timezone';
    }

    /** Called by the web server's PHP. */
    public function note()
    {
        $zone = date_default_timezone_get();
        if (@file_get_contents($this->path) === $zone) {
            return;
        }
        $temporary = $this->path . '-' . bin2hex(random_bytes(4));
        if (@file_put_contents($temporary, $zone) !== false) {
            @chmod($temporary, $this->files->fileMode());
            @rename($temporary, $this->path);
        }
    }

    /** Called by the command line's PHP. */
    public function adopt()
    {
        $zone = @is_file($this->path) ? (string)@file_get_contents($this->path, false, null, 0, 100) : '';
        if (in_array($zone, timezone_identifiers_list(\DateTimeZone::ALL_WITH_BC), true)) {
            date_default_timezone_set($zone);
        }
    }
}
