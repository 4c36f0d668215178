<?php

// Finds the classes. The plugin runs inside a checkout, so only what it uses is read. MODX 2 has no autoloader of its own.
spl_autoload_register(function ($class) {
    if (strncmp($class, 'FrontpadQueue\\', 14) === 0) {
        $path = __DIR__ . '/src/' . strtr(substr($class, 14), '\\', '/') . '.php';
        if (is_file($path)) {
            require_once $path;
        }
    }
});
