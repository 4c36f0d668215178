<?php

namespace FrontpadQueue;

/** The addresses of styles and scripts. They change with the files, so that no browser goes on with an older version. */
final class Assets
{
    public static function url($modx, string $file): string
    {
        $path = 'components/frontpadqueue/' . $file;
        $time = defined('MODX_ASSETS_PATH') ? (int)@filemtime(MODX_ASSETS_PATH . $path) : 0;
        return $modx->getOption('assets_url', null, '/assets/') . $path . ($time ? '?v=' . dechex($time) : '');
    }
}
