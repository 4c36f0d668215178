<?php

// The snippet FrontpadApi.Certificate includes this file. It stands at the top of the chunk FrontpadApi.Form.certificate.

/** @var modX $modx */
/** @var array $scriptProperties */
require_once dirname(__DIR__) . '/load.php';
return FrontpadQueue\Forms::show($modx, 'certificate', isset($scriptProperties) ? $scriptProperties : []);
