<?php

require_once dirname(__DIR__, 3) . '/load.php';

/** The states of the orders that the grid shows. */
class FrontpadQueueOrdersStatesProcessor extends modProcessor
{
    public function checkPermissions()
    {
        return $this->modx->hasPermission('msorder_list');
    }

    public function process()
    {
        $orders = new FrontpadQueue\OrderStates($this->modx, FrontpadQueue\Bridge::of($this->modx)->programs());
        $ids = array_map('intval', explode(',', (string)$this->getProperty('ids')));
        return $this->success('', $orders->of($ids));
    }
}

return 'FrontpadQueueOrdersStatesProcessor';
