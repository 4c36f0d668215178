<?php

// The snippet FrontpadApi.Status includes this file. It stands at the top of the chunk FrontpadApi.Form.status.

/** @var modX $modx */
/** @var array $scriptProperties */
require_once dirname(__DIR__) . '/load.php';
return FrontpadQueue\Forms::show($modx, 'status', isset($scriptProperties) ? $scriptProperties : []);
