<?php

// The snippet FrontpadApi.Points includes this file: the chunk `tpl` for a buyer who is logged in and has points.

/** @var modX $modx */
/** @var array $scriptProperties */
require_once dirname(__DIR__) . '/load.php';
return FrontpadQueue\Forms::points($modx, isset($scriptProperties) ? $scriptProperties : []);
