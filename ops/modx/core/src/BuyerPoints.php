<?php

namespace FrontpadQueue;

/**
 * The points of the buyer who is logged in. They are found by the phone of his profile. The session keeps what Frontpad said,
 * so that a checkout does not wait for it.
 */
final class BuyerPoints
{
    const KEY = 'frontpadqueue.points';
    /** Where the session keeps what the buyer wants to spend, until the order is made. */
    const WANTED = 'frontpadqueue.score';
    /** In seconds: so long an answer counts, and so often Frontpad is asked for one buyer at most. */
    const COUNTS = 3600;
    const ASKED_EVERY = 300;
    const ASKED_AGAIN_AFTER_FAILURE = 30;
    /** How the buyer's form names the points that he wants to spend. */
    const FIELD = 'frontpad_score';
    /** Where the order keeps the points that the server has allowed. A posted value does not survive the checkout. */
    const PROPERTY = 'frontpadqueue_score';

    private $modx;
    private $programs;

    public function __construct($modx, Programs $programs)
    {
        $this->modx = $modx;
        $this->programs = $programs;
    }

    /** What Frontpad says, asked now if need be. 0: nobody is logged in, or it is not known. */
    public function ask(): int
    {
        $phone = $this->phone();
        if ($phone === '' || !isset($_SESSION)) {
            return 0;
        }
        $kept = isset($_SESSION[self::KEY]) ? $_SESSION[self::KEY] : null;
        if (!isset($kept['phone'], $kept['asked']) || $kept['phone'] !== $phone || abs(time() - $kept['asked']) >= self::ASKED_EVERY) {
            $answer = $this->programs->run('frontpad-crm', ['client', '--json', '--wait', '1', '-'], $phone, 5000.0);
            $known = $answer->json();
            // Nothing but the number is kept: the answer has the client's name and address too.
            $points = $answer->isDone() && isset($known['score']) && is_numeric($known['score']) ? max(0, (int)$known['score']) : 0;
            $isAnswer = $answer->isDone() || $answer->status === Programs::NOT_FOUND;
            $asked = time() - ($isAnswer ? 0 : self::ASKED_EVERY - self::ASKED_AGAIN_AFTER_FAILURE);
            $_SESSION[self::KEY] = ['phone' => $phone, 'points' => $points, 'asked' => $asked];
        }
        return $this->known();
    }

    /** What Frontpad has said to this buyer, without asking it. */
    public function known(): int
    {
        $kept = isset($_SESSION[self::KEY]) ? $_SESSION[self::KEY] : null;
        $counts = isset($kept['phone'], $kept['points'], $kept['asked']) && $kept['phone'] === $this->phone() && $kept['phone'] !== ''
            && abs(time() - $kept['asked']) < self::COUNTS;
        return $counts ? (int)$kept['points'] : 0;
    }

    /**
     * What an order may spend: never more than Frontpad says, than the order costs, or for another phone than the buyer's own.
     * It is taken off what is known, so that the next order cannot spend it again.
     *
     * @param mixed $wanted what the buyer's form says
     */
    public function spend($wanted, float $cost, string $phoneOfOrder): int
    {
        $own = substr((string)preg_replace('/\D/', '', $this->phone()), -10);
        $isOwn = strlen($own) >= Shop::FEWEST_DIGITS && $own === substr((string)preg_replace('/\D/', '', $phoneOfOrder), -10);
        $wanted = is_scalar($wanted) && preg_match('/^\d{1,9}$/', trim((string)$wanted)) ? (int)trim((string)$wanted) : 0;
        $score = $isOwn ? max(0, min($wanted, $this->known(), (int)floor($cost))) : 0;
        if ($score > 0) {
            $_SESSION[self::KEY]['points'] -= $score;
        }
        return $score;
    }

    private function phone(): string
    {
        $user = isset($this->modx->user) ? $this->modx->user : null;
        if (!is_object($user) || (int)$user->get('id') === 0 || !$user->isAuthenticated($this->modx->context->key)) {
            return '';
        }
        $profile = $user->getOne('Profile');
        $phone = $profile ? trim((string)$profile->get('phone')) : '';
        return $phone === '' && $profile ? trim((string)$profile->get('mobilephone')) : $phone;
    }
}
