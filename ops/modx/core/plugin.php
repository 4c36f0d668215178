<?php

// The plugin FrontpadQueue of MODX includes this file at each of its events.

/** @var modX $modx */
/** @var array $scriptProperties */
require_once __DIR__ . '/load.php';
FrontpadQueue\Bridge::of($modx)->handle($modx->event->name, isset($scriptProperties) ? $scriptProperties : []);
