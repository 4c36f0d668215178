<?php

// Runs the tests: php ops/modx/tests/run.php [part of a sentence]. Each file …Test.php returns its tests by name.

require __DIR__ . '/standins.php';

$filter = isset($argv[1]) ? $argv[1] : '';
$passed = 0;
$failed = [];
foreach (glob(__DIR__ . '/*Test.php') as $file) {
    foreach (require $file as $name => $test) {
        $sentence = basename($file, 'Test.php') . ": $name";
        if ($filter !== '' && strpos($sentence, $filter) === false) {
            continue;
        }
        try {
            $test();
            $passed++;
        } catch (Throwable $error) {
            $failed[] = $sentence;
            echo "✘ $sentence\n    ", $error->getMessage(), "\n    ", basename($error->getFile()), ':', $error->getLine(), "\n";
            if (!$error instanceof TestFailure) {
                echo preg_replace('/^/m', '    ', $error->getTraceAsString()), "\n";
            }
        }
    }
}
echo "PHP ", PHP_VERSION, "\n$passed passed, ", count($failed), " failed\n";
exit($failed || !$passed ? 1 : 0);
