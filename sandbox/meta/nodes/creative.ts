import { isJsonObject } from '../json.ts';
import type { Creative } from '../state/types.ts';
import { linkDataOf, pageOfContent } from '../validation/creative.ts';
import { words } from './shape.ts';
import type { NodeShape } from './shape.ts';

export const creativeShape: NodeShape<Creative> = {
  typeName: 'AdCreative',
  defaults: ['id'],
  readers: {
    id: (node) => node.id,
    account_id: (node) => node.accountId,
    actor_id: (node) => pageOfContent(node.content),
    name: (node) => node.name,
    status: (node) => node.status,
    object_story_spec: (node) => node.content['object_story_spec'],
    degrees_of_freedom_spec: (node) => node.content['degrees_of_freedom_spec'],
    contextual_multi_ads: (node) => node.content['contextual_multi_ads'],
    url_tags: (node) => node.content['url_tags'],
    authorization_category: (node) => node.content['authorization_category'] ?? 'NONE',
    object_type: () => 'SHARE',
    body: (node) => linkDataOf(node.content)['message'],
    title: (node) => linkDataOf(node.content)['name'],
    link_url: (node) => linkDataOf(node.content)['link'],
    image_hash: (node) => linkDataOf(node.content)['image_hash'],
    call_to_action_type: (node) => {
      const action = linkDataOf(node.content)['call_to_action'];
      return isJsonObject(action) ? action['type'] : undefined;
    },
    image_url: (node, call) => imageUrl(node, call.publicUrl),
    thumbnail_url: (node, call) => imageUrl(node, call.publicUrl),
    effective_object_story_id: (node) => `${pageOfContent(node.content)}_${node.id}`,
  },
  links: { account: { to: 'account', many: false, find: (node) => [node.accountId] } },
  empty: words(
    'adlabels applink_treatment asset_feed_spec branded_content call_to_action destination_set_id effective_authorization_category effective_instagram_media_id enable_direct_install image_crops instagram_permalink_url instagram_user_id object_id object_store_url object_story_id object_url platform_customizations product_set_id template_url thumbnail_id use_page_actor_override video_id',
  ),
};

function imageUrl(node: Creative, publicUrl: string): string | undefined {
  const hash = linkDataOf(node.content)['image_hash'];
  return typeof hash === 'string' ? `${publicUrl}/sandbox/images/${hash}` : undefined;
}
