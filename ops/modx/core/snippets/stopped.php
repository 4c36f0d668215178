<?php

// The snippet FrontpadApi.Stopped includes this file: `yes` for a product that the kitchen does not make now, or else `no`.

/** @var modX $modx */
/** @var array $scriptProperties */
require_once dirname(__DIR__) . '/load.php';
return FrontpadQueue\Forms::stopped($modx, isset($scriptProperties) ? $scriptProperties : []);
