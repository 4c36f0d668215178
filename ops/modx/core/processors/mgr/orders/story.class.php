<?php

require_once dirname(__DIR__, 3) . '/load.php';

/** The story of an order, as HTML for a tab of its window. */
class FrontpadQueueOrdersStoryProcessor extends modProcessor
{
    public function checkPermissions()
    {
        return $this->modx->hasPermission('msorder_view');
    }

    public function process()
    {
        $orders = new FrontpadQueue\OrderStates($this->modx, FrontpadQueue\Bridge::of($this->modx)->programs());
        return $this->success('', ['html' => $orders->story((string)(int)$this->getProperty('id'))]);
    }
}

return 'FrontpadQueueOrdersStoryProcessor';
