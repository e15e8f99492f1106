/** Why work at Facebook could not go on, and what a person can do. Codes are for programs, words for people. */
const PROBLEMS = {
  'meta.token_expired':
    'Your Facebook connection has run out, so I cannot reach your ad account. Please connect Facebook again. Nothing was changed.',
  'meta.token_revoked':
    'Facebook no longer lets me into your ad account, often because of a new password or a removed app. Please connect Facebook again. Nothing was changed.',
  'meta.checkpoint':
    'Facebook asks you to confirm it is you. Please open facebook.com, follow the security check, then press “Check again” here. Nothing was changed.',
  'meta.app_removed':
    'Aigency was removed from your Facebook account, so I can no longer reach your ad account. Please connect Facebook again. Nothing was changed.',
  'meta.password_changed':
    'Your Facebook password was changed. Facebook ends all links to your account when that happens. Please connect Facebook again. Nothing was changed.',
  'meta.logged_out':
    'Facebook has ended this connection, as it does when you log out of all devices. Please connect Facebook again. Nothing was changed.',
  'meta.account_unconfirmed':
    'Facebook has not confirmed your account yet. Please open facebook.com and confirm your e-mail address or phone number, then press “Check again” here. Nothing was changed.',
  'meta.data_access_ended':
    'Facebook asks everybody to renew their consent every 90 days, and yours has run out. Please connect Facebook again. Nothing was changed.',
  'meta.permission_missing':
    'Facebook says I am not allowed to do this on your ad account or Page. Please connect Facebook again and leave all permissions ticked, or ask the account owner to make you an advertiser. Nothing was changed.',
  'meta.account_disabled':
    'Facebook has disabled this ad account. Please open Account Quality on Facebook and ask for a review. No ad was switched on.',
  'meta.account_closed':
    'This ad account is closed. Please choose another ad account. No ad was switched on.',
  'meta.account_unsettled':
    'This ad account has an unpaid bill. Please settle it on Facebook under Billing, then try again. No ad was switched on.',
  'meta.account_under_review':
    'Facebook is reviewing this ad account and does not accept new ads meanwhile. Please try again when the review is over. No ad was switched on.',
  'meta.payment_method_missing':
    'The ad account has no way to pay yet. Please add a payment method on Facebook under Billing, then try again. No ad was switched on and nothing was charged.',
  'meta.app_not_live':
    'Facebook does not yet let this installation of Aigency create ads, because its Facebook app is still in test mode. The person who runs Aigency has to switch the app to live. No ad was switched on.',
  'meta.lead_terms_missing':
    'Your Page has not accepted the terms for lead forms. Please accept them on Facebook, then try again. No ad was switched on.',
  'meta.privacy_policy_missing':
    'A lead form needs the address of your privacy policy. Please give me one, and I will plan again. No ad was switched on.',
  'meta.budget_too_low':
    'The daily amount is below what Facebook asks for this kind of ad. Please allow a little more per month, and I will plan again. No ad was switched on.',
  'meta.targeting_refused':
    'Facebook no longer accepts part of the audience in this plan. I need to plan again with you. No ad was switched on.',
  'meta.dsa_missing':
    'Ads shown in the European Union must name who is behind them and who pays. Please add this in your ad account settings, then try again. No ad was switched on.',
  'meta.page_not_usable':
    'Facebook does not let me advertise for this Page. Please check that you may create ads for it, or choose another Page. No ad was switched on.',
  'meta.picture_refused':
    'Facebook did not accept a picture of this plan. I need to plan again. No ad was switched on.',
  'meta.ad_rejected':
    'Facebook did not accept the text or picture of an ad. I need to change it and ask you again. No ad was switched on.',
  'meta.plan_refused':
    'Facebook did not accept one part of this campaign. What was already made stays switched off. No money was spent.',
  'meta.blocked':
    'Facebook has paused changes to this ad account for some hours because of unusual activity. Please try again later today. Nothing was changed.',
  'meta.ad_limit':
    'Facebook limits how many ads a new account may create in a day. Please try again tomorrow. What was already made stays switched off.',
  'meta.busy':
    'Facebook asks for a pause because of many requests. I will go on by myself. Nothing was charged.',
  'meta.unavailable':
    'Facebook does not answer properly at the moment. I will keep trying by myself. Nothing was charged.',
  'meta.version_dead':
    'Facebook has retired the interface that this version of Aigency speaks. The person who runs Aigency has to update it. Nothing was changed.',
  'meta.value_dropped':
    'Facebook left out a small wish of this plan without saying why. Money, people, texts and pictures are as you approved.',
  'meta.not_found':
    'Something I made at Facebook is no longer there; perhaps it was deleted in Ads Manager. Please try again, or ask me for a new plan. No ad was switched on.',
  'meta.altered':
    'What Facebook stored is not what you approved, so I left everything switched off. Please ask me for a new plan. No money was spent.',
  'deployment.approval_missing':
    'There is no valid approval for this campaign, so I did not touch it. Please approve the plan first. No money was spent.',
  'deployment.approval_changed':
    'The plan is no longer the one you approved, so I stopped. Please look at the latest plan. No ad was switched on.',
  'deployment.over_ceiling':
    'This would have cost more than you approved, so I stopped. No ad was switched on.',
  'deployment.paused':
    'You paused all ads, so I stopped building. Resume, and I will go on from the same step. No money was spent.',
  'deployment.not_connected':
    'Facebook is not connected for this project. Please connect it, then try again. No ad was switched on.',
  'deployment.outcome_unknown':
    'Facebook did not tell me whether one step worked, and I could not find out. Please look into your ad account, then try again here. Everything I made is switched off, and no money was spent.',
  'deployment.gave_up':
    'I went round in circles building this campaign and stopped. Please try again later. Everything I made is switched off, and no money was spent.',
  'deployment.already_under_way':
    'Another campaign of this project is already being built or running, so I did not start this one. No money was spent on it.',
  'delivery.paused_by_operator':
    'The people who run Aigency have paused these ads, so I cannot resume them yet. Please ask them. Nothing is being spent.',
  'deployment.preflight':
    'Some things have to be put right before I can build your campaign; the list says which. Nothing was made and nothing was spent.',
  'deployment.not_now':
    'Your campaign is not running or is just being changed, so I did not carry this out. Please ask me again in a while. Nothing was changed.',
  'deployment.change_failed':
    'I could not make this change, so I took it back. Your campaign runs on as it was before. Please ask me again if you still want it.',
  'deployment.change_unclear':
    'I could not make this change, and could not take all of it back. Please press “Pause all ads”, then look at the campaign in Facebook Ads Manager.',
  'delivery.approval_ended':
    'The time you approved is over, so I may not switch these ads on again. Please ask me for a new plan. Nothing is being spent.',
  'preflight.page_no_answer':
    'The page your ads lead to does not answer at the moment. People who tap an ad would see an error. Please check the address; the launch goes on.',
  'preflight.page_broken':
    'The page your ads lead to answers with an error. People who tap an ad would land nowhere. Please repair it or give me another address. Nothing was made.',
  'preflight.interests_gone':
    'Facebook no longer offers some of the interests in this plan. I need to plan the audience again with you. Nothing was made.',
  'preflight.places_gone':
    'Facebook no longer offers some of the places in this plan. I need to plan the audience again with you. Nothing was made.',
  'preflight.allowance_low':
    'Facebook allows this ad account few changes at a time, so building takes some minutes longer. The launch goes on by itself.',
  'preflight.account_changed':
    'This ad account is billed in another currency than the plan you approved, so its amounts would mean something else. Please ask me for a new plan. Nothing was made.',
  'preflight.approval_ends':
    'The approved end of this campaign is less than a day away, and Facebook asks for more. Please ask me for a new plan. Nothing was made.',
  'deployment.gone':
    'This campaign can no longer be built. Please ask me for a new plan. No money was spent.',
} as const;

export type DeploymentProblemCode = keyof typeof PROBLEMS;

export function isDeploymentProblemCode(code: string): code is DeploymentProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** The sentence for a problem code: effect, what to do, and what did not happen. */
export function deploymentProblemWords(code: string): string {
  return isDeploymentProblemCode(code) ? PROBLEMS[code] : PROBLEMS['meta.plan_refused'];
}

const ENDED_BY_CONNECTING: ReadonlySet<string> = new Set<DeploymentProblemCode>([
  'meta.token_expired',
  'meta.token_revoked',
  'meta.app_removed',
  'meta.password_changed',
  'meta.logged_out',
  'meta.checkpoint',
  'meta.account_unconfirmed',
  'meta.data_access_ended',
  'meta.permission_missing',
  'deployment.not_connected',
]);

/** Codes that end when the person connects Facebook again, or puts it right there and has it looked at again. */
export function needsReconnect(code: string): boolean {
  return ENDED_BY_CONNECTING.has(code);
}
