"""`/desinscription/{token}`: no mail any more."""

from starlette.routing import Route

from web.invitations import answers, rules
from web.one_click import Stop, Words, stops

_STOP = Stop(
    purpose="unsubscribe",
    life=rules.UNSUBSCRIBE_LIFE,
    write=answers.unsubscribe,
    asking=Words(
        "Ne plus recevoir nos mails", "Les offres qui vous correspondent ne vous seront plus envoyées par mail."
    ),
    done=Words(
        "Vous ne recevrez plus nos mails",
        "C'est fait\N{NO-BREAK SPACE}: plus aucune offre ne vous sera envoyée par mail.",
        "Vos candidatures en cours ne changent pas.",
    ),
    button="Ne plus recevoir de mails",
    lost="Ouvrez de nouveau le lien depuis le mail que nous vous avons envoyé.",
)
routes = [Route("/desinscription/{token}", stops(_STOP), methods=["GET", "POST"])]
