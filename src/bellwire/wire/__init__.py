"""Copy in any format → Article. `sniff.read_copy` is the way in; one module a format.

ninjs, ap, dpa           JSON       dialects, json_fields, ninjs_text, ninjs_article
newsml_g2, newsml_1, nitf   XML     safe_xml, xml_root, xml_text, g2_content, n1_content
feed                     RSS, Atom  feed_tree, feed_text, feed_newest
mail, mbox               e-mail     mail_head, mail_text
plain, teletype          text       layout, layout_lines, columns
parts, json_items, limits   several items in one; too many
signatures, templates       no copy at all
text, charset, mojibake, markup, tags, captions, cells     clean characters, no markup
credit, dateline, slugs, family, takes, status             whose, where, which, and how it stands
embargo, embargo_end, times, months                        when, and not before
article                             what comes out
"""

from bellwire.wire.article import Article
from bellwire.wire.ninjs import encode, to_ninjs
from bellwire.wire.sniff import MAX_BYTES, read_copy

__all__ = ["MAX_BYTES", "Article", "encode", "read_copy", "to_ninjs"]
