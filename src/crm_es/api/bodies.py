"""What a request says of a command: its fields, without the id that is in the address."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from crm_es.field_texts import explained
from crm_es.messages import Command


class WishBody(BaseModel):
    """What a request says of a command."""

    model_config = ConfigDict(extra="forbid")
    OF: ClassVar[type[Command]] = Command

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return explained(cls.OF, schema, handler)
