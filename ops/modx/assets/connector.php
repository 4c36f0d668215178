<?php

// The manager's scripts ask here. MODX checks the session and its token, the processors check the permissions.

$folder = __DIR__;
while (!is_file("$folder/config.core.php")) {
    $parent = dirname($folder);
    if ($parent === $folder) {
        http_response_code(503);
        exit;
    }
    $folder = $parent;
}
require_once "$folder/config.core.php";
require_once MODX_CORE_PATH . 'config/' . MODX_CONFIG_KEY . '.inc.php';
require_once MODX_CONNECTORS_PATH . 'index.php';

/** @var modX $modx */
$modx->request->handleRequest(['processors_path' => MODX_CORE_PATH . 'components/frontpadqueue/processors/', 'location' => '']);
