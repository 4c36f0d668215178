<?php

namespace FrontpadQueue;

/** What happens to orders in the shop, as events of the queue. */
final class OrderEvents
{
    private $shop;
    private $hand;
    private $finishLater;
    // All by the order's id: its status before a change, the document of a removed order, the status of a new one that
    // waits for the next one, whether its creation was seen, the hash of what was handed over, whether it was edited.
    private $before = [];
    private $removed = [];
    private $waiting = [];
    private $created = [];
    private $handed = [];
    private $changed = [];

    /**
     * @param callable $hand        takes the documents of one order, the oldest first
     * @param callable $finishLater sees to it that finish is called at the end of the request
     */
    public function __construct(Shop $shop, callable $hand, callable $finishLater)
    {
        $this->shop = $shop;
        $this->hand = $hand;
        $this->finishLater = $finishLater;
    }

    public function handle(string $event, array $parameters)
    {
        $order = $this->shop->orderIn($parameters);
        $id = $order ? (int)$order->get('id') : 0;
        switch ($event) {
            case 'msOnCreateOrder':
                if ($order && $this->shop->tellsCreation()) {
                    $this->noteCreation($id, $this->shop->statusOf($order));
                } elseif ($order) {
                    $fields = isset($parameters['customFields']) ? (array)$parameters['customFields'] : [];
                    $this->shop->keepFields($id, $fields);
                }
                break;
            case 'msOnBeforeChangeOrderStatus':
                if ($order) {
                    $this->before[$id] = $this->shop->statusOf($order);
                }
                break;
            case 'msOnChangeOrderStatus':
                if ($order) {
                    $this->statusIsChanged($id, $this->shop->statusOf($order), $parameters);
                }
                break;
            case 'msOnSaveOrder':
            case 'msOnUpdateOrder':
                $isNew = isset($parameters['mode']) && $parameters['mode'] === 'new';
                if ($order && !$isNew && $this->shop->statusOf($order) !== $this->shop->draftStatus()) {
                    $this->noteChange($id);
                }
                break;
            case 'msOnCreateOrderProduct':
            case 'msOnUpdateOrderProduct':
            case 'msOnRemoveOrderProduct':
                $line = isset($parameters['object']) ? $parameters['object'] : null;
                if (is_object($line) && (int)$line->get('order_id') > 0) {
                    $this->noteChange((int)$line->get('order_id'));
                }
                break;
            case 'msOnBeforeRemoveOrder':
                if ($order) {
                    $this->removed[$id] = $this->shop->order($id);
                }
                break;
            case 'msOnRemoveOrder':
                $id = isset($parameters['id']) ? (int)$parameters['id'] : 0;
                if (!empty($this->removed[$id])) {
                    $this->hand($id, 'removed', $this->removed[$id]);
                }
                break;
        }
    }

    /**
     * The end of the request: new orders whose checkout has set no status, and edits, once for each order. PHP comes here
     * after a fatal error too.
     */
    public function finish()
    {
        foreach ($this->waiting as $id => $status) {
            unset($this->waiting[$id]);
            $document = $this->shop->order($id);
            if ($document) {
                call_user_func($this->hand, [$this->creation($document, $status)]);
            }
        }
        foreach (array_keys($this->changed) as $id) {
            $this->hand($id, 'changed');
        }
    }

    private function statusIsChanged(int $id, int $status, array $parameters)
    {
        $before = isset($parameters['old_status']) ? (int)$parameters['old_status']
            : (isset($this->before[$id]) ? $this->before[$id] : null);
        // A draft becomes an order. One that a manager makes has no other event.
        if ($before !== null && $before === $this->shop->draftStatus() && empty($this->created[$id])) {
            $this->noteCreation($id, $status);
        }
        $this->hand($id, 'status');
    }

    /**
     * The checkout sets the first status a moment later. Both events then go together, which costs the buyer half the time.
     *
     * @param int $status that of the order when it was created
     */
    private function noteCreation(int $id, int $status)
    {
        $this->created[$id] = true;
        $this->waiting[$id] = $status;
        call_user_func($this->finishLater);
    }

    private function noteChange(int $id)
    {
        $this->changed[$id] = true;
        call_user_func($this->finishLater);
    }

    /** The creation of an order, made of its present rows. */
    private function creation(array $document, int $status): array
    {
        // The log was empty then, and nothing is older than the creation.
        return ['event' => 'created', 'event_seq' => null, 'status' => $status] + $document;
    }

    /**
     * @param array $document empty: it is read now
     */
    private function hand(int $id, string $event, array $document = [])
    {
        unset($this->changed[$id]);
        $document = $document ?: $this->shop->order($id);
        // What is still in the basket is no order. Only its own event tells that it becomes one.
        if (!$document || (int)$document['status'] === $this->shop->draftStatus()) {
            return;
        }
        $hash = sha1(Json::encode($document));
        if ($event === 'changed' && isset($this->handed[$id]) && $this->handed[$id] === $hash) {
            return;
        }
        $this->handed[$id] = $hash;
        $document['event'] = $event;
        $documents = isset($this->waiting[$id]) ? [$this->creation($document, $this->waiting[$id]), $document] : [$document];
        unset($this->waiting[$id]);
        call_user_func($this->hand, $documents);
    }
}
